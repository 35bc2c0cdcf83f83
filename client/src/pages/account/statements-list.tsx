import { useQuery } from '@tanstack/react-query';
import { Download, FileText } from 'lucide-react';
import { type AccountMonth, accountStatementsQuery, useSaveStatement } from '../../api/account.ts';
import { type Column, DataTable } from '../../components/data-table.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { Money } from '../../components/money.tsx';
import { monthName } from '../../components/month-name.ts';
import { Button } from '../../components/ui/button.tsx';

/** The months they were charged in, each as a file to keep. */
export function StatementsList() {
  const query = useQuery(accountStatementsQuery);
  const save = useSaveStatement();
  const { data } = query;
  return (
    <div className="grid gap-3">
      {save.error ? <ErrorNotice error={save.error} /> : null}
      <DataTable
        label="Statements"
        columns={columnsFor(save)}
        query={{ ...query, data: data && { rows: data.rows, nextCursor: null, total: data.rows.length } }}
        rowKey={(row) => row.month}
        empty={
          <EmptyState icon={FileText} title="No statement yet">
            There is one for each month in which an hour of yours is charged.
          </EmptyState>
        }
      />
    </div>
  );
}

function columnsFor(save: ReturnType<typeof useSaveStatement>): Column<AccountMonth>[] {
  return [
    { id: 'month', header: 'Month', primary: true, cell: (row) => monthName(row.month) },
    { id: 'hours', header: 'Server hours', align: 'right', cell: (row) => row.charges.toLocaleString('en') },
    { id: 'amount', header: 'Cost', align: 'right', cell: (row) => <Money amount={row.amount} aligned /> },
    {
      id: 'files',
      header: 'Save',
      align: 'right',
      cell: ({ month }) => (
        <span className="inline-flex gap-1.5">
          {(['pdf', 'csv'] as const).map((as) => (
            <Button
              key={as}
              size="sm"
              aria-label={`Statement of ${monthName(month)} as ${as.toUpperCase()}`}
              busy={save.isPending && save.variables.month === month && save.variables.as === as}
              onClick={() => save.mutate({ month, as })}
            >
              <Download aria-hidden="true" /> {as.toUpperCase()}
            </Button>
          ))}
        </span>
      ),
    },
  ];
}
