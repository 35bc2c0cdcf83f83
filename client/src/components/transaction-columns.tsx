import type { Transaction } from '../api/transactions.ts';
import { paths } from '../paths.ts';
import { customerName } from './customer-name.ts';
import type { Column } from './data-table.tsx';
import { Instant } from './instant.tsx';
import { Money } from './money.tsx';
import { TextLink } from './text-link.tsx';
import { Badge } from './ui/badge.tsx';

/** What kind of movement it is, in words. */
export const kindWords: Record<Transaction['kind'], string> = {
  hourly: 'Hourly billing',
  adjustment: 'Adjustment',
  reversal: 'Reversal',
  correction: 'Correction',
  topup: 'Top-up',
  refund: 'Refund',
  dispute: 'Dispute',
  credit: 'Carried to VirtFusion',
};

/** The columns of a list of transactions; each list takes those it needs. */
export const transactionColumns = {
  when: { id: 'when', header: 'When', cell: (row) => <Instant value={row.createdAt} show="exact" /> },
  customer: {
    id: 'customer',
    header: 'Customer',
    cell: (row) =>
      row.customerId === null ? (
        <span className="text-ink-faint">None</span>
      ) : (
        <TextLink href={paths.customer(row.customerId)}>
          {customerName({ customerId: row.customerId, customerName: row.customerName })}
        </TextLink>
      ),
  },
  what: {
    id: 'what',
    header: 'What',
    className: 'md:py-2',
    cell: (row) => (
      <span className="grid max-w-88 gap-0.5 max-md:justify-items-end md:justify-items-start">
        <Badge tone={row.kind === 'hourly' || row.kind === 'credit' ? 'neutral' : 'accent'}>
          {kindWords[row.kind]}
        </Badge>
        <span className="text-ink-soft [overflow-wrap:anywhere]">{row.reason}</span>
        {row.reversesId === null ? null : (
          <TextLink href={paths.transaction(row.reversesId)} className="text-xs">
            Reverses transaction {row.reversesId}
          </TextLink>
        )}
        {row.reversedById === null ? null : (
          <TextLink href={paths.transaction(row.reversedById)} className="text-xs">
            Taken back by transaction {row.reversedById}
          </TextLink>
        )}
      </span>
    ),
  },
  run: {
    id: 'run',
    header: 'Caused by',
    cell: (row) =>
      row.runId !== null ? (
        <TextLink href={paths.run(row.runId)}>Run {row.runId}</TextLink>
      ) : row.replayId !== null ? (
        <TextLink href={paths.replay(row.replayId)}>Replay {row.replayId}</TextLink>
      ) : row.topUpId !== null ? (
        <TextLink href={paths.topUp(row.topUpId)}>Top-up {row.topUpId}</TextLink>
      ) : (
        <span className="text-ink-faint">By hand</span>
      ),
  },
  change: {
    id: 'change',
    header: 'Change',
    align: 'right',
    // Most rows are payments: red would say that something is wrong.
    cell: (row) => <Money amount={row.walletChange} aligned signed className="text-ink" />,
  },
  balance: {
    id: 'balance',
    header: 'Balance after',
    align: 'right',
    cell: (row) => <Money amount={row.walletBalance} aligned />,
  },
} satisfies Record<string, Column<Transaction>>;
