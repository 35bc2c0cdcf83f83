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

/** Why a server is not billed further, and the way on. */
export function ServerWaits({ server }: { server: ServerDetail }) {
  if (!server.setAside) return null;
  const { reason, since } = server.setAside;
  const { sentence, remedy } = reasons[reason];
  return (
    <Callout
      tone="warn"
      title="Set aside: its hours wait"
      actions={<WayOn server={server} reason={reason} />}
    >
      {sentence} Hours wait since <Instant value={since} show="exact" />; nothing is lost. {remedy}
    </Callout>
  );
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
