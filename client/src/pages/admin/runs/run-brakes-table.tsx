import { useQuery } from '@tanstack/react-query';
import { ShieldCheck } from 'lucide-react';
import type { OutputOf } from '#shared/api/endpoint.ts';
import type { Run, runs } from '#shared/api/runs.ts';
import { runBrakesQuery } from '../../../api/runs.ts';
import { type Column, DataTable } from '../../../components/data-table.tsx';
import { EmptyState } from '../../../components/empty-state.tsx';
import { Badge, type Tone } from '../../../components/ui/badge.tsx';
import { brakeNames } from './brake-words.ts';

type Figure = NonNullable<OutputOf<typeof runs.brakes>['figures']>[number];

const outcomes: Record<Figure['outcome'], { label: string; tone: Tone }> = {
  passed: { label: 'Let it pass', tone: 'good' },
  held: { label: 'Held it', tone: 'warn' },
  off: { label: 'Switched off', tone: 'neutral' },
  not_asked: { label: 'Nothing to compare with', tone: 'neutral' },
};

const columns: Column<Figure>[] = [
  { id: 'brake', header: 'Brake', primary: true, cell: ({ brake }) => brakeNames[brake] },
  { id: 'found', header: 'This run', cell: ({ found }) => found },
  { id: 'limit', header: 'Limit', cell: ({ limit }) => limit },
  {
    id: 'outcome',
    header: 'Outcome',
    cell: ({ outcome }) => <Badge tone={outcomes[outcome].tone}>{outcomes[outcome].label}</Badge>,
  },
];

/** What each brake compared before the run wrote anything. */
export function RunBrakesTable({ run }: { run: Run }) {
  const query = useQuery(runBrakesQuery(run.id));
  const figures = query.data?.figures ?? [];
  const page = query.data && { rows: figures, nextCursor: null, total: figures.length };
  return (
    <DataTable
      label="Brakes"
      columns={columns}
      query={{ ...query, data: page }}
      rowKey={({ brake, found }) => `${brake} ${found}`}
      empty={
        <EmptyState icon={ShieldCheck} title="The brakes were not asked">
          They compare a run with those before it once it has looked at the servers.
        </EmptyState>
      }
    />
  );
}
