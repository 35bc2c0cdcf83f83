import type { ReactNode } from 'react';
import { isBilledToItsEnd } from '#shared/billing/billed-to-its-end.ts';
import type { Statement } from '../../../api/statements.ts';
import { dateFormat } from '../../../components/formats.ts';
import { Money } from '../../../components/money.tsx';
import { Card } from '../../../components/ui/card.tsx';

/** From what the wallet held to what it holds, in a few lines that add up. */
export function StatementSummary({ statement }: { statement: Statement }) {
  const { opening, moved, carried, usage, closing, from, until } = statement;
  return (
    <Card className="px-5 py-3">
      <dl className="divide-y divide-line text-sm">
        <Line term={`Balance on ${day(from)}`}>
          <Money amount={opening} aligned />
        </Line>
        <Line term="Paid in and adjusted">
          <Money amount={moved} aligned signed className="text-ink" />
        </Line>
        {carried === 0n ? null : (
          <Line term="Carried to VirtFusion’s credit">
            <Money amount={carried} aligned signed className="text-ink" />
          </Line>
        )}
        <Line term={`${usage.charges.toLocaleString('en')} server hours`}>
          <Money amount={-usage.amount} aligned signed className="text-ink" />
        </Line>
        <Line term={isBilledToItsEnd(statement) ? `Balance on ${day(until)}` : 'Balance so far'} strong>
          <Money amount={closing} aligned />
        </Line>
      </dl>
    </Card>
  );
}

function Line({ term, strong = false, children }: { term: string; strong?: boolean; children: ReactNode }) {
  return (
    <div
      className={
        strong ? 'flex justify-between gap-4 py-2 text-base font-semibold' : 'flex justify-between gap-4 py-2'
      }
    >
      <dt className={strong ? '' : 'text-ink-soft'}>{term}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function day(at: Date): string {
  return dateFormat({ timeZone: 'UTC', dateStyle: 'long' }).format(at);
}
