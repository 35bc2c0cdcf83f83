import { useQuery } from '@tanstack/react-query';
import { HandCoins } from 'lucide-react';
import { topUpStatuses } from '#shared/api/top-ups.ts';
import { topUpsQuery } from '../../../api/top-ups.ts';
import { DataTable } from '../../../components/data-table.tsx';
import { EmptyState } from '../../../components/empty-state.tsx';
import { ChoiceFilter, FilterBar, TextFilter } from '../../../components/filter-bar.tsx';
import { TextLink } from '../../../components/text-link.tsx';
import { topUpWords } from '../../../components/top-up-badge.tsx';
import { oneOf } from '../../../hooks/one-of.ts';
import { useSearchState } from '../../../hooks/use-search-state.ts';
import { paths } from '../../../paths.ts';
import { topUpColumns } from './top-up-columns.tsx';

const defaults = { status: '', customerId: '', sort: '' };
const { number, customer, amount, status, madeBy, when } = topUpColumns;
const columns = [number, customer, amount, status, madeBy, when];
const choices = topUpStatuses.map((value) => ({ value, label: topUpWords[value].label }));

/** Top-ups of everybody, by state and customer. */
export function TopUpsTable() {
  const state = useSearchState(defaults);
  const { values, set, paging } = state;
  const query = useQuery(
    topUpsQuery({
      status: oneOf(topUpStatuses, values.status),
      customerId: /^\d{1,9}$/.test(values.customerId) ? values.customerId : undefined,
      cursor: paging.cursor,
    }),
  );
  return (
    <>
      <FilterBar state={state}>
        <ChoiceFilter
          label="State"
          value={values.status}
          onChange={(next) => set({ status: next })}
          choices={choices}
        />
        <TextFilter
          label="Customer number"
          value={values.customerId}
          onChange={(customerId) => set({ customerId })}
        />
      </FilterBar>
      <DataTable
        label="Top-ups"
        columns={columns}
        query={query}
        rowKey={(row) => row.id}
        href={(row) => paths.topUp(row.id)}
        state={state}
        empty={
          <EmptyState icon={HandCoins} title="Nobody paid in yet">
            Connect PayPal in <TextLink href={paths.settings()}>Settings</TextLink>, then make a payment link
            on the page of a customer.
          </EmptyState>
        }
      />
    </>
  );
}
