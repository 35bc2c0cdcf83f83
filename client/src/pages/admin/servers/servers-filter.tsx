import { useQuery } from '@tanstack/react-query';
import { ratesQuery } from '../../../api/rates.ts';
import { hypervisorsQuery } from '../../../api/servers.ts';
import { ChoiceFilter, FilterBar, TextFilter } from '../../../components/filter-bar.tsx';
import type { SearchState } from '../../../hooks/use-search-state.ts';
import { stateChoices } from './state-words.ts';

type Wishes = Record<
  | 'search'
  | 'state'
  | 'packageId'
  | 'hypervisorId'
  | 'customerId'
  | 'setAside'
  | 'priced'
  | 'exempt'
  | 'sort',
  string
>;

/** What one may look for in how servers are billed: one choice here, one wish of the API each. */
const billingChoices = [
  { value: 'setAside=yes', label: 'Set aside' },
  { value: 'priced=no', label: 'Without a price' },
  { value: 'priced=yes', label: 'With a price' },
  { value: 'exempt=yes', label: 'Exempt' },
];
const noWish = { setAside: '', priced: '', exempt: '' };

function billingWish({ setAside, priced, exempt }: typeof noWish): string {
  const [wish] = Object.entries({ setAside, priced, exempt }).filter(([, value]) => value !== '');
  return wish ? wish.join('=') : '';
}

/** What one may look for among the servers. */
export function ServersFilter({ state }: { state: SearchState<Wishes> }) {
  const { values, set } = state;
  const hypervisors = useQuery(hypervisorsQuery);
  const hypervisorChoices = (hypervisors.data?.hypervisors ?? []).map(({ id, name }) => ({
    value: String(id),
    label: name ?? `Number ${id}`,
  }));
  const packages = useQuery(ratesQuery);
  const packageChoices = (packages.data?.packages ?? []).map((row) => ({
    value: String(row.id),
    label: row.name,
  }));
  return (
    <FilterBar state={state}>
      <TextFilter label="Find a server" value={values.search} onChange={(search) => set({ search })} />
      <ChoiceFilter
        label="State"
        value={values.state}
        onChange={(next) => set({ state: next })}
        choices={stateChoices}
      />
      <ChoiceFilter
        label="Package"
        value={values.packageId}
        onChange={(packageId) => set({ packageId })}
        choices={packageChoices}
      />
      <ChoiceFilter
        label="Hypervisor"
        value={values.hypervisorId}
        onChange={(hypervisorId) => set({ hypervisorId })}
        choices={hypervisorChoices}
      />
      <ChoiceFilter
        label="Billing"
        value={billingWish(values)}
        onChange={(wish) =>
          set({ ...noWish, ...Object.fromEntries([wish.split('=')].filter(([key]) => key)) })
        }
        choices={billingChoices}
      />
      <TextFilter
        label="Customer number"
        value={values.customerId}
        onChange={(customerId) => set({ customerId })}
      />
    </FilterBar>
  );
}
