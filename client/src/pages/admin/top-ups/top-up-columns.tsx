import type { TopUp } from '../../../api/top-ups.ts';
import { customerName } from '../../../components/customer-name.ts';
import type { Column } from '../../../components/data-table.tsx';
import { Instant } from '../../../components/instant.tsx';
import { moneyText } from '../../../components/money.tsx';
import { TextLink } from '../../../components/text-link.tsx';
import { TopUpBadge } from '../../../components/top-up-badge.tsx';
import { paths } from '../../../paths.ts';

/** The columns of a list of top-ups; each list takes those it needs. */
export const topUpColumns = {
  number: { id: 'number', header: 'Top-up', primary: true, cell: (row) => `Top-up ${row.id}` },
  customer: {
    id: 'customer',
    header: 'Customer',
    cell: (row) => <TextLink href={paths.customer(row.customerId)}>{customerName(row)}</TextLink>,
  },
  amount: {
    id: 'amount',
    header: 'Amount',
    align: 'right',
    // In its own currency, which may not be that of the wallets any more.
    cell: (row) => <span className="tabular-nums">{moneyText(row.amount, row.currency)}</span>,
  },
  status: {
    id: 'status',
    header: 'State',
    cell: (row) => (
      <span className="grid gap-0.5 max-md:justify-items-end md:justify-items-start">
        <TopUpBadge topUp={row} />
        {row.problem && !row.settled ? (
          <span className="max-w-72 text-xs text-ink-soft">{row.problem}</span>
        ) : null}
      </span>
    ),
  },
  madeBy: { id: 'by', header: 'Asked for by', cell: (row) => row.requestedBy },
  when: { id: 'when', header: 'Made', cell: (row) => <Instant value={row.createdAt} show="exact" /> },
} satisfies Record<string, Column<TopUp>>;
