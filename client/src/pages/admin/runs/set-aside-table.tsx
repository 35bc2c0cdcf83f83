import { useQuery } from '@tanstack/react-query';
import { CircleCheck } from 'lucide-react';
import type { Run } from '#shared/api/runs.ts';
import { isOpen, type SetAsideServer, setAsidesQuery } from '../../../api/runs.ts';
import { customerName } from '../../../components/customer-name.ts';
import { type Column, DataTable, type ListState } from '../../../components/data-table.tsx';
import { EmptyState } from '../../../components/empty-state.tsx';
import { Instant } from '../../../components/instant.tsx';
import { type Reason, reasons } from '../../../components/reasons.ts';
import { serverName } from '../../../components/server-name.ts';
import { TextLink } from '../../../components/text-link.tsx';
import { Badge } from '../../../components/ui/badge.tsx';
import { paths } from '../../../paths.ts';

/** A server that waits, why, and what to do about it. */
export const setAsideColumns: Column<SetAsideServer>[] = [
  {
    id: 'server',
    header: 'Server',
    primary: true,
    cell: (row) => serverName({ id: row.serverId, name: row.serverName }),
  },
  {
    id: 'customer',
    header: 'Customer',
    cell: (row) => <TextLink href={paths.customer(row.customerId)}>{customerName(row)}</TextLink>,
  },
  {
    id: 'reason',
    header: 'Why',
    className: 'md:py-2.5',
    cell: (row) => (
      <span className="grid max-w-96 gap-0.5 max-md:justify-items-end md:justify-items-start">
        <Badge tone="warn">{reasons[row.reason].short}</Badge>
        <span className="text-ink-soft">{reasons[row.reason].sentence}</span>
        {row.detail ? <code className="font-mono text-xs break-all text-ink-soft">{row.detail}</code> : null}
      </span>
    ),
  },
  { id: 'since', header: 'Hours wait since', cell: (row) => <Instant value={row.since} show="exact" /> },
  {
    id: 'remedy',
    header: 'What to do',
    cell: (row) => {
      if (!row.waits) return <Badge tone="good">Billed since</Badge>;
      const { label, href } = wayOut(row);
      return href ? <TextLink href={href}>{label}</TextLink> : <span className="text-ink-soft">{label}</span>;
    },
  },
];

/** Where the reason can be dealt with. */
function wayOut({ reason, serverId }: SetAsideServer): { label: string; href?: string } {
  const ways: Record<Reason, { label: string; href?: string }> = {
    no_package: { label: 'Assign its package', href: paths.server(serverId) },
    no_rate: { label: 'Set a price', href: paths.rates() },
    no_terms: { label: 'Save the settings', href: paths.settings() },
    gap_held: { label: 'Decide: bill or free', href: paths.server(serverId) },
    not_seen: { label: 'Test the connection', href: paths.settings() },
    failed: { label: 'The next run tries again' },
  };
  return ways[reason];
}

/** The servers a run could not bill, why, and what to do about each. */
export function SetAsideTable({ run, state }: { run: Run; state: ListState }) {
  const query = useQuery(setAsidesQuery({ id: run.id, cursor: state.paging.cursor }, isOpen(run)));
  return (
    <DataTable
      label="Servers set aside"
      columns={setAsideColumns}
      query={query}
      rowKey={(row) => row.serverId}
      href={(row) => paths.server(row.serverId)}
      state={state}
      empty={
        <EmptyState icon={CircleCheck} title="No server was set aside">
          Every server this run looked at could be billed.
        </EmptyState>
      }
    />
  );
}
