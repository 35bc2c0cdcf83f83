import { useQuery } from '@tanstack/react-query';
import { ReceiptText } from 'lucide-react';
import { transactionKinds } from '#shared/api/transactions.ts';
import { transactionsQuery } from '../../../api/transactions.ts';
import { DataTable } from '../../../components/data-table.tsx';
import { EmptyState } from '../../../components/empty-state.tsx';
import { ChoiceFilter, FilterBar, TextFilter } from '../../../components/filter-bar.tsx';
import { kindWords, transactionColumns } from '../../../components/transaction-columns.tsx';
import { idIn, oneOf } from '../../../hooks/one-of.ts';
import { useSearchState } from '../../../hooks/use-search-state.ts';

const defaults = { kind: '', customerId: '', runId: '', sort: '' };
const { when, customer, what, run, change, balance } = transactionColumns;
const columns = [{ ...customer, primary: true }, when, what, run, change, balance];
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
      </FilterBar>
      <DataTable
        label="Transactions"
        columns={columns}
        query={query}
        rowKey={(row) => row.id}
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
