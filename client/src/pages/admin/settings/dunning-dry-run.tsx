import { useQuery } from '@tanstack/react-query';
import { PartyPopper } from 'lucide-react';
import { useState } from 'react';
import type { dunning } from '#shared/api/dunning.ts';
import type { SentTo } from '#shared/api/endpoint.ts';
import { type DunningHit, dryRunQuery } from '../../../api/dunning.ts';
import { type Column, DataTable } from '../../../components/data-table.tsx';
import { holdWords, stageWords } from '../../../components/dunning-words.ts';
import { EmptyState } from '../../../components/empty-state.tsx';
import { Instant } from '../../../components/instant.tsx';
import { Money } from '../../../components/money.tsx';
import { Badge } from '../../../components/ui/badge.tsx';
import { Button } from '../../../components/ui/button.tsx';
import { Select } from '../../../components/ui/select.tsx';
import { useSettled } from '../../../hooks/use-settled.ts';
import { paths } from '../../../paths.ts';

type Policy = SentTo<typeof dunning.dryRun>['policy'];

const spans = [
  { value: '24', label: 'Within a day' },
  { value: '72', label: 'Within three days' },
  { value: '168', label: 'Within a week' },
  { value: '720', label: 'Within thirty days' },
];

const columns: Column<DunningHit>[] = [
  {
    id: 'name',
    header: 'Customer',
    primary: true,
    cell: (row) => row.customerName ?? `Customer ${row.customerId}`,
  },
  { id: 'balance', header: 'Balance', align: 'right', cell: (row) => <Money amount={row.balance} aligned /> },
  { id: 'servers', header: 'Servers', align: 'right', cell: (row) => row.servers.toLocaleString('en') },
  {
    id: 'stage',
    header: 'Would be',
    cell: (row) => (
      <Badge tone={stageWords[row.stage].tone}>
        {row.hold ? holdWords[row.hold].label : stageWords[row.stage].label}
      </Badge>
    ),
  },
  { id: 'at', header: 'Suspended', cell: (row) => <Instant value={row.suspendAt} show="exact" /> },
];

/** Whom the policy as typed would suspend soon. Asked for, not shown by itself: it looks at the whole fleet. */
export function DunningDryRun({ policy }: { policy: Policy }) {
  const [isOpen, setOpen] = useState(false);
  if (isOpen) return <Hits policy={policy} />;
  return (
    <Button className="justify-self-start" onClick={() => setOpen(true)}>
      Who would be hit?
    </Button>
  );
}

function Hits({ policy }: { policy: Policy }) {
  const [within, setWithin] = useState('24');
  const settled = useSettled(JSON.stringify(policy));
  const [cursors, setCursors] = useState<string[]>([]);
  const query = useQuery(
    dryRunQuery({
      policy: JSON.parse(settled) as Policy,
      withinHours: Number(within),
      limit: 10,
      cursor: cursors.at(-1),
    }),
  );
  const next = query.data?.nextCursor;
  return (
    <section aria-label="Dry run" className="grid gap-3">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <h3 className="text-sm font-semibold">Who would be suspended</h3>
        <Select
          aria-label="Within"
          className="w-auto min-w-40"
          value={within}
          onChange={(value) => {
            setWithin(value);
            setCursors([]);
          }}
          choices={spans}
        />
      </div>
      <DataTable
        label="Who would be suspended"
        columns={columns}
        query={query}
        rowKey={(row) => row.customerId}
        href={(row) => paths.customer(row.customerId)}
        empty={
          <EmptyState icon={PartyPopper} title="Nobody">
            By this policy nobody is suspended in that time, if nothing changes.
          </EmptyState>
        }
      />
      {cursors.length > 0 || next ? (
        <div className="flex gap-2">
          <Button size="sm" disabled={cursors.length === 0} onClick={() => setCursors(cursors.slice(0, -1))}>
            Back
          </Button>
          <Button size="sm" disabled={!next} onClick={() => next && setCursors([...cursors, next])}>
            More
          </Button>
        </div>
      ) : null}
    </section>
  );
}
