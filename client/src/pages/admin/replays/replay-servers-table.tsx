import { useQuery } from '@tanstack/react-query';
import { Scale } from 'lucide-react';
import type { Replay } from '#shared/api/replays.ts';
import { isAtWork, type ReplayServer, replayServersQuery } from '../../../api/replays.ts';
import { customerName } from '../../../components/customer-name.ts';
import { type Column, DataTable } from '../../../components/data-table.tsx';
import { EmptyState } from '../../../components/empty-state.tsx';
import { Money } from '../../../components/money.tsx';
import { serverName } from '../../../components/server-name.ts';
import { TextLink } from '../../../components/text-link.tsx';
import { useSearchState } from '../../../hooks/use-search-state.ts';
import { paths } from '../../../paths.ts';

const problems: Record<NonNullable<ReplayServer['problem']>, string> = {
  no_package: 'It would have no package',
  no_rate: 'That package had no price then',
  no_terms: 'No settings held then',
  gap_held: 'Unseen time of it waits to be decided',
  books_differ: 'Its charges do not follow from the evidence: run reconcile first',
};

const columns: Column<ReplayServer>[] = [
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
    id: 'hours',
    header: 'Hours that differ',
    align: 'right',
    cell: (row) =>
      row.firstHour ? (
        <TextLink href={paths.charge(row.serverId, row.firstHour)}>
          {row.hours.toLocaleString('en')}
          <span className="sr-only"> hours: explain the first</span>
        </TextLink>
      ) : (
        <span className="text-warn-ink">{row.problem ? problems[row.problem] : '0'}</span>
      ),
  },
  {
    id: 'before',
    header: 'Cost before',
    align: 'right',
    cell: (row) => <Money amount={row.before} aligned />,
  },
  { id: 'after', header: 'Costs after', align: 'right', cell: (row) => <Money amount={row.after} aligned /> },
  {
    id: 'difference',
    header: 'Difference',
    align: 'right',
    cell: (row) => <Money amount={row.difference} aligned signed className="text-ink" />,
  },
];

const defaults = { sort: '' };

/** What a replay changes for each server, the largest difference first. */
export function ReplayServersTable({ replay }: { replay: Replay }) {
  const state = useSearchState(defaults);
  const query = useQuery(
    replayServersQuery({ id: replay.id, cursor: state.paging.cursor }, isAtWork(replay)),
  );
  return (
    <DataTable
      label="Servers"
      columns={columns}
      query={query}
      rowKey={({ serverId }) => serverId}
      href={({ serverId }) => paths.server(serverId)}
      state={state}
      empty={
        <EmptyState
          icon={Scale}
          title={isAtWork(replay) ? 'None found so far' : 'No server costs anything else'}
        >
          {isAtWork(replay)
            ? 'Servers that would cost something else appear here as they are worked out.'
            : 'The hours asked for cost what they should.'}
        </EmptyState>
      }
    />
  );
}
