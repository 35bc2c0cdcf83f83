import type { Run } from '#shared/api/runs.ts';
import { Instant } from '../../../components/instant.tsx';
import { Money } from '../../../components/money.tsx';
import { StatusBadge } from '../../../components/status-badge.tsx';
import { TextLink } from '../../../components/text-link.tsx';
import { Card, CardBody, CardHeader } from '../../../components/ui/card.tsx';
import { paths } from '../../../paths.ts';

const count = (value: number) => value.toLocaleString('en');

/** What the last runs made. */
export function LastRunsCard({ runs }: { runs: readonly Run[] }) {
  return (
    <Card>
      <CardHeader
        title="Last runs"
        actions={
          <span className="text-sm">
            <TextLink href={paths.runs()}>All runs</TextLink>
          </span>
        }
      />
      <CardBody className="pt-1">
        {runs.length === 0 ? (
          <p className="py-3 text-sm text-ink-faint">
            No run yet. The first one opens by the schedule, once billing is switched on.
          </p>
        ) : (
          <table className="w-full text-sm">
            <caption className="sr-only">Last runs</caption>
            <thead className="text-left text-xs text-ink-faint">
              <tr>
                <th scope="col" className="py-1.5 font-medium">
                  Run
                </th>
                <th scope="col" className="py-1.5 font-medium">
                  Status
                </th>
                <th scope="col" className="py-1.5 font-medium max-sm:hidden">
                  Opened
                </th>
                <th scope="col" className="py-1.5 pr-3 text-right font-medium max-sm:hidden">
                  Servers
                </th>
                <th scope="col" className="py-1.5 text-right font-medium">
                  Billed
                </th>
              </tr>
            </thead>
            <tbody className="divide-y divide-line">
              {runs.map((run) => (
                <tr key={run.id}>
                  <td className="py-2 pr-3 whitespace-nowrap">
                    <TextLink href={paths.run(run.id)}>Run {run.id}</TextLink>
                  </td>
                  <td className="py-2 pr-3">
                    <StatusBadge status={run.status} />
                  </td>
                  <td className="py-2 pr-3 text-ink-soft max-sm:hidden">
                    <Instant value={run.openedAt} />
                  </td>
                  <td className="py-2 pr-3 text-right whitespace-nowrap max-sm:hidden">
                    {count(run.serversBilled)}
                    {run.serversSetAside > 0 ? (
                      <span className="text-ink-faint"> +{count(run.serversSetAside)} waiting</span>
                    ) : null}
                  </td>
                  <td className="py-2 text-right">
                    <Money amount={run.amount} aligned />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </CardBody>
    </Card>
  );
}
