import { useQuery } from '@tanstack/react-query';
import { MailCheck } from 'lucide-react';
import { deliveryStates } from '#shared/api/notices.ts';
import { noticeEventNames, noticeEvents } from '#shared/notices/events.ts';
import { noticeWays } from '#shared/notices/ways.ts';
import { deliveriesQuery } from '../../../api/notices.ts';
import { DataTable } from '../../../components/data-table.tsx';
import { EmptyState } from '../../../components/empty-state.tsx';
import { ChoiceFilter, FilterBar, TextFilter } from '../../../components/filter-bar.tsx';
import { deliveryWords, wayWords } from '../../../components/notice-words.ts';
import { idIn, oneOf } from '../../../hooks/one-of.ts';
import { useSearchState } from '../../../hooks/use-search-state.ts';
import { paths } from '../../../paths.ts';
import { deliveryColumns } from './delivery-columns.tsx';
import { deliveryDefaults } from './delivery-defaults.ts';

const stateChoices = deliveryStates.map((value) => ({ value, label: deliveryWords[value].label }));
const eventChoices = noticeEventNames.map((value) => ({ value, label: noticeEvents[value].title }));
const wayChoices = noticeWays.map((value) => ({ value, label: wayWords[value].label }));

/** Every message on its way to every recipient, newest first. */
export function DeliveriesTable() {
  const search = useSearchState(deliveryDefaults);
  const { values, set, paging } = search;
  const query = useQuery(
    deliveriesQuery({
      state: oneOf(deliveryStates, values.state),
      event: oneOf(noticeEventNames, values.event),
      way: oneOf(noticeWays, values.way),
      customerId: idIn(values.customerId),
      cursor: paging.cursor,
    }),
  );
  return (
    <>
      <FilterBar state={search}>
        <ChoiceFilter
          label="State"
          value={values.state}
          onChange={(state) => set({ state })}
          choices={stateChoices}
        />
        <ChoiceFilter
          label="About"
          value={values.event}
          onChange={(event) => set({ event })}
          choices={eventChoices}
        />
        <ChoiceFilter label="Way" value={values.way} onChange={(way) => set({ way })} choices={wayChoices} />
        <TextFilter
          label="Customer number"
          value={values.customerId}
          onChange={(customerId) => set({ customerId })}
        />
      </FilterBar>
      <DataTable
        label="Deliveries"
        columns={deliveryColumns}
        query={query}
        rowKey={(row) => row.id}
        href={(row) => paths.notice(row.id)}
        state={search}
        empty={
          <EmptyState icon={MailCheck} title="Nobody was told anything yet">
            The first wallet that runs low, and the first run that fails, would be here.
          </EmptyState>
        }
      />
    </>
  );
}
