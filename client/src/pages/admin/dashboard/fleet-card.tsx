import { Link } from 'wouter';
import type { Dashboard } from '../../../api/dashboard.ts';
import { stateFill } from '../../../components/state-fill.ts';
import { StatusBadge } from '../../../components/status-badge.tsx';
import { Card, CardBody, CardHeader } from '../../../components/ui/card.tsx';
import { cn } from '../../../components/ui/cn.ts';
import { paths } from '../../../paths.ts';

const count = (value: number) => value.toLocaleString('en');

/** How many servers there are, by state. */
export function FleetCard({ fleet }: { fleet: Dashboard['fleet'] }) {
  const total = fleet.reduce((sum, { servers }) => sum + servers, 0);
  return (
    <Card>
      <CardHeader
        title="Fleet"
        actions={<span className="text-sm text-ink-soft">{serversText(total)}</span>}
      />
      <CardBody>
        {total === 0 ? (
          <p className="text-sm text-ink-faint">
            No server yet. They appear here once VirtFusion has been read.
          </p>
        ) : (
          <>
            <div aria-hidden="true" className="mb-3 flex h-3 gap-0.5 overflow-hidden rounded-full bg-sunken">
              {fleet.map(({ state, servers }) => (
                <span
                  key={state ?? 'unknown'}
                  className={cn('min-w-1', stateFill[state ?? 'unknown'])}
                  style={{ flexGrow: servers, flexBasis: 0 }}
                />
              ))}
            </div>
            <ul className="grid gap-0.5">
              {fleet.map((row) => (
                <li key={row.state ?? 'unknown'}>
                  <FleetRow row={row} />
                </li>
              ))}
            </ul>
          </>
        )}
      </CardBody>
    </Card>
  );
}

function FleetRow({ row: { state, servers } }: { row: Dashboard['fleet'][number] }) {
  const line = 'flex items-center justify-between gap-3 rounded-md px-2 py-1 -mx-2';
  const words = (
    <>
      <StatusBadge status={state ?? 'unknown'} />
      <span className="text-sm font-medium tabular-nums">{count(servers)}</span>
    </>
  );
  // The list cannot be narrowed to those whose state is not known.
  if (state === null) return <div className={line}>{words}</div>;
  return (
    <Link href={paths.servers({ state })} className={cn(line, 'hover:bg-hover')}>
      {words}
    </Link>
  );
}

function serversText(total: number): string {
  return total === 1 ? '1 server' : `${count(total)} servers`;
}
