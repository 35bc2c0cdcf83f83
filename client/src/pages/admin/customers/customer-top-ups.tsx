import { useQuery } from '@tanstack/react-query';
import { HandCoins } from 'lucide-react';
import { topUpsQuery } from '../../../api/top-ups.ts';
import { DataTable, type ListState } from '../../../components/data-table.tsx';
import { EmptyState } from '../../../components/empty-state.tsx';
import { paths } from '../../../paths.ts';
import { topUpColumns } from '../top-ups/top-up-columns.tsx';

const { number, amount, status, madeBy, when } = topUpColumns;
const columns = [number, amount, status, madeBy, when];

/** What a customer paid in through PayPal, or was asked to. */
export function CustomerTopUps({ customerId, state }: { customerId: number; state: ListState }) {
  const query = useQuery(topUpsQuery({ customerId, cursor: state.paging.cursor }));
  return (
    <DataTable
      label="Top-ups"
      columns={columns}
      query={query}
      rowKey={(row) => row.id}
      href={(row) => paths.topUp(row.id)}
      state={state}
      empty={
        <EmptyState icon={HandCoins} title="No top-up yet">
          A payment link lets this customer pay in through PayPal; it is made above, and needs no log-in.
        </EmptyState>
      }
    />
  );
}
