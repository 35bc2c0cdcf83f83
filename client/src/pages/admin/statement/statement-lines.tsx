import { Server } from 'lucide-react';
import { useState } from 'react';
import type { Statement } from '../../../api/statements.ts';
import { type Column, DataTable } from '../../../components/data-table.tsx';
import { EmptyState } from '../../../components/empty-state.tsx';
import { Money } from '../../../components/money.tsx';
import { Button } from '../../../components/ui/button.tsx';
import { paths } from '../../../paths.ts';
import { hoursText } from '../reports/hours-text.ts';
import { complete } from './statement-movements.tsx';

type Line = Statement['lines'][number];

const columns: Column<Line>[] = [
  {
    id: 'server',
    header: 'Server',
    primary: true,
    cell: (row) => row.serverName,
    sortValue: (row) => row.serverName,
  },
  {
    id: 'package',
    header: 'Package',
    cell: (row) => row.packageName ?? 'own rate',
    sortValue: (row) => row.packageName,
  },
  {
    id: 'price',
    header: 'A month',
    align: 'right',
    cell: (row) => <Money amount={row.monthlyPrice} aligned />,
  },
  { id: 'charges', header: 'Hours', align: 'right', cell: (row) => row.charges.toLocaleString('en') },
  { id: 'counted', header: 'Counted', align: 'right', wideOnly: true, cell: (row) => hoursText(row.seconds) },
  {
    id: 'amount',
    header: 'Cost',
    align: 'right',
    cell: (row) => <Cost line={row} />,
    sortValue: (row) => row.amount,
  },
];

function Cost({ line: { amount, corrected } }: { line: Pick<Line, 'amount' | 'corrected'> }) {
  return (
    <>
      <Money amount={amount} aligned />
      {corrected === 0n ? null : (
        <span className="block text-xs text-ink-soft">
          <Money amount={corrected} signed className="text-ink-soft" /> of it put right afterwards
        </span>
      )}
    </>
  );
}

/** More than this are drawn when asked for. */
const AT_FIRST = 200;

/** What each server cost, by package and rate. */
export function StatementLines({ statement: { lines, usage } }: { statement: Statement }) {
  const [all, setAll] = useState(false);
  const shown = all ? lines : lines.slice(0, AT_FIRST);
  return (
    <section aria-labelledby="lines">
      <h2 id="lines" className="mb-2 text-base font-semibold">
        Hours of servers
      </h2>
      <DataTable
        label="Hours of servers"
        columns={columns}
        query={complete(shown)}
        rowKey={(row) => `${row.serverId} ${row.packageName} ${row.monthlyPrice}`}
        href={(row) => paths.server(row.serverId)}
        empty={
          <EmptyState icon={Server} title="No hour was charged">
            Of the hours of this month none is billed to this customer.
          </EmptyState>
        }
      />
      {lines.length > 0 ? (
        <p className="mt-3 flex flex-wrap items-baseline justify-end gap-x-4 px-4 text-sm">
          {shown.length < lines.length ? (
            <Button variant="link" onClick={() => setAll(true)}>
              Show all {lines.length.toLocaleString('en')} lines
            </Button>
          ) : null}
          <span className="text-ink-soft">Together {hoursText(usage.seconds)}</span>
          <span className="font-semibold">
            <Cost line={usage} />
          </span>
        </p>
      ) : null}
    </section>
  );
}
