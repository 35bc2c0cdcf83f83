import type { Exemption, ServerDetail } from '../../../api/servers.ts';
import { Can } from '../../../components/can.tsx';
import { Instant } from '../../../components/instant.tsx';
import { Badge } from '../../../components/ui/badge.tsx';
import { Card, CardBody, CardHeader } from '../../../components/ui/card.tsx';
import { useNow } from '../../../hooks/use-now.ts';
import { EndExemptionDialog } from './end-exemption-dialog.tsx';
import { ExemptDialog } from './exempt-dialog.tsx';
import { phaseOfExemption, phaseWords } from './exemption-words.ts';

/** When a server is not billed by decision of an admin, and why. */
export function ExemptionCard({ server }: { server: ServerDetail }) {
  return (
    <Card>
      <CardHeader
        title="Exempt from billing"
        description="Exempt hours are not billed whatever is seen. Hours that are over never change."
        actions={
          server.goneAt ? null : (
            <Can permission="servers.write">
              <ExemptDialog server={server} />
            </Can>
          )
        }
      />
      <CardBody>
        {server.exemptions.length === 0 ? (
          <p className="text-sm text-ink-faint">Never. Every hour is billed as it was seen.</p>
        ) : (
          <ol aria-label="Exemptions" className="grid gap-3">
            {server.exemptions.map((exemption) => (
              <ExemptionRow key={exemption.id} server={server} exemption={exemption} />
            ))}
          </ol>
        )}
      </CardBody>
    </Card>
  );
}

function ExemptionRow({ server, exemption }: { server: ServerDetail; exemption: Exemption }) {
  const now = useNow();
  const phase = phaseOfExemption(exemption, now);
  const { label, tone } = phaseWords[phase];
  const { from, until, reason, createdBy, ended } = exemption;
  return (
    <li className="flex flex-wrap items-start justify-between gap-x-4 gap-y-2 text-sm not-last:border-b not-last:border-line not-last:pb-3">
      <div className="min-w-0">
        <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
          <Badge tone={tone}>{label}</Badge>
          <span>
            from <Instant value={from} show="exact" />
            {until ? (
              <>
                {' '}
                until <Instant value={until} show="exact" />
              </>
            ) : (
              ' on, until ended'
            )}
          </span>
        </p>
        <p className="mt-1 text-ink-soft">
          {reason} <span className="text-ink-faint">– {createdBy ?? 'the system'}</span>
        </p>
        {ended ? (
          <p className="text-ink-faint">
            Ended early: {ended.reason} – {ended.by ?? 'the system'}
          </p>
        ) : null}
      </div>
      {phase === 'planned' || phase === 'in_force' ? (
        <Can permission="servers.write">
          <EndExemptionDialog server={server} exemption={exemption} />
        </Can>
      ) : null}
    </li>
  );
}
