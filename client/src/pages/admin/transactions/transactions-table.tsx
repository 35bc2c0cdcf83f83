import { useQuery } from '@tanstack/react-query';
import { ReceiptText } from 'lucide-react';
import { transactionKinds } from '#shared/api/transactions.ts';
import { money } from '#shared/api/values.ts';
import { transactionsQuery } from '../../../api/transactions.ts';
import { DataTable } from '../../../components/data-table.tsx';
import { EmptyState } from '../../../components/empty-state.tsx';
import { ChoiceFilter, DayFilter, FilterBar, TextFilter } from '../../../components/filter-bar.tsx';
import { kindWords, transactionColumns } from '../../../components/transaction-columns.tsx';
import { dayIn, idIn, oneOf } from '../../../hooks/one-of.ts';
import { useSearchState } from '../../../hooks/use-search-state.ts';
import { paths } from '../../../paths.ts';

const defaults = {
  kind: '',
  customerId: '',
  runId: '',
  reason: '',
  least: '',
  most: '',
  from: '',
  until: '',
  sort: '',
};
const { when, customer, what, run, change, balance } = transactionColumns;
const columns = [{ ...when, primary: true }, customer, what, run, change, balance];
const kindChoices = transactionKinds.map((value) => ({ value, label: kindWords[value] }));

/** The transactions of all wallets. */
export function TransactionsTable() {
  const state = useSearchState(defaults);
  const { values, set, paging } = state;
  const query = useQuery(
    transactionsQuery({
      kind: oneOf(transactionKinds, values.kind),
      customerId: idIn(values.customerId),
      runId: idIn(values.runId),
      reason: values.reason || undefined,
      amountFrom: amountIn(values.least),
      amountTo: amountIn(values.most),
      from: dayIn(values.from),
      until: dayIn(values.until, 1),
      cursor: paging.cursor,
    }),
  );
  return (
    <>
      <FilterBar state={state}>
        <ChoiceFilter
          label="Kind"
          value={values.kind}
          onChange={(kind) => set({ kind })}
          choices={kindChoices}
        />
        <TextFilter
          label="Customer number"
          value={values.customerId}
          onChange={(customerId) => set({ customerId })}
        />
        <TextFilter label="Run number" value={values.runId} onChange={(runId) => set({ runId })} />
        <TextFilter label="Reason" value={values.reason} onChange={(reason) => set({ reason })} />
        <TextFilter label="Amount at least" value={values.least} onChange={(least) => set({ least })} />
        <TextFilter label="Amount at most" value={values.most} onChange={(most) => set({ most })} />
        <DayFilter label="From day" value={values.from} onChange={(from) => set({ from })} />
        <DayFilter label="To day" value={values.until} onChange={(until) => set({ until })} />
      </FilterBar>
      {isByHandOnly(values) ? (
        <p className="mb-3 text-sm text-ink-soft">
          Hourly billing is left out of a search by reason or amount. Name a customer or a run to look through
          it.
        </p>
      ) : null}
      <DataTable
        label="Transactions"
        columns={columns}
        query={query}
        rowKey={(row) => row.id}
        href={(row) => paths.transaction(row.id)}
        state={state}
        empty={
          <EmptyState icon={ReceiptText} title="Nothing has moved yet">
            The first run writes a transaction for each customer it bills.
          </EmptyState>
        }
      />
    </>
  );
}

/** What is being typed is no amount yet: then nothing is looked for. */
function amountIn(text: string): string | undefined {
  return money.safeParse(text).success ? text.trim() : undefined;
}

function isByHandOnly({ kind, customerId, runId, reason, least, most }: typeof defaults): boolean {
  const isSearch = reason !== '' || amountIn(least) !== undefined || amountIn(most) !== undefined;
  return isSearch && kind === '' && idIn(customerId) === undefined && idIn(runId) === undefined;
}
