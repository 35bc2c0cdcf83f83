import type { ReactNode } from 'react';
import type { ServerDetail } from '../../../api/servers.ts';
import { Can } from '../../../components/can.tsx';
import { Instant } from '../../../components/instant.tsx';
import { type Reason, reasons } from '../../../components/reasons.ts';
import { TextLink } from '../../../components/text-link.tsx';
import { Callout } from '../../../components/ui/callout.tsx';
import { paths } from '../../../paths.ts';
import { AssignPackageDialog } from './assign-package-dialog.tsx';
import { GapDecisionDialog } from './gap-decision-dialog.tsx';

/** Why a server is not billed further, and the way on; or that it was seen to, and the next run goes on. */
export function ServerWaits({ server }: { server: ServerDetail }) {
  if (!server.setAside) return null;
  const { since } = server.setAside;
  // With its package known, all that can be missing is a price.
  const reason =
    server.setAside.reason === 'no_package' && server.packageId !== null ? 'no_rate' : server.setAside.reason;
  const hours = (
    <>
      Hours wait since <Instant value={since} show="exact" />; nothing is lost.
    </>
  );
  if (isSeenTo(server, reason)) {
    return (
      <Callout title="Seen to: the next run bills the hours that wait">
        {hours} What was missing is known now.
      </Callout>
    );
  }
  const { sentence, remedy } = reasons[reason];
  return (
    <Callout
      tone="warn"
      title="Set aside: its hours wait"
      actions={<WayOn server={server} reason={reason} />}
    >
      {sentence} {hours} {remedy}
    </Callout>
  );
}

/** The reason is written by a run and stands until the next one; what it was about may be mended meanwhile. */
function isSeenTo({ monthlyPrice }: ServerDetail, reason: Reason): boolean {
  return reason === 'no_rate' && monthlyPrice !== null;
}

function WayOn({ server, reason }: { server: ServerDetail; reason: Reason }): ReactNode {
  if (reason === 'gap_held') {
    return (
      <Can permission="servers.write">
        <GapDecisionDialog server={server} />
      </Can>
    );
  }
  if (reason === 'no_package') {
    return (
      <Can permission="servers.write">
        <AssignPackageDialog server={server} />
      </Can>
    );
  }
  if (reason === 'no_rate') {
    const href = server.packageId === null ? paths.rates() : paths.package(server.packageId);
    return <TextLink href={href}>Set a price</TextLink>;
  }
  if (reason === 'not_seen' || reason === 'no_terms') {
    return <TextLink href={paths.settings()}>Open the settings</TextLink>;
  }
  return null;
}
