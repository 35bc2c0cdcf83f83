import type { ServerAtPanel } from '../../../api/dunning.ts';
import type { ServerDetail } from '../../../api/servers.ts';
import { Can } from '../../../components/can.tsx';
import { Instant } from '../../../components/instant.tsx';
import { Callout } from '../../../components/ui/callout.tsx';
import { useNow } from '../../../hooks/use-now.ts';
import { DecideServerDialog } from './decide-server-dialog.tsx';

/** A deletion that was asked for, with its second step; or the first step, where one may be taken. */
export function DeletionNotice({ server, panel }: { server: ServerDetail; panel: ServerAtPanel }) {
  const now = useNow();
  const { deletion, noDeletion, wish } = panel;
  if (deletion?.confirmedAt) return null;
  if (deletion) {
    return (
      <Callout
        tone="warn"
        title={`${deletion.requestedByName} asked for its deletion`}
        actions={
          <Can permission="servers.delete">
            {deletion.confirmableAt <= now && noDeletion === null ? (
              <DecideServerDialog
                row="confirmDeletion"
                server={server}
                title="Delete it for good"
                description="VirtFusion deletes the server with all its data an hour from now. Nothing brings it back."
                trigger="Delete for good"
                variant="danger"
              />
            ) : null}
            <DecideServerDialog
              row="cancelDeletion"
              server={server}
              title="Take the deletion back"
              description="The server stays, suspended as it is."
              trigger="Take back"
            />
          </Can>
        }
      >
        {deletion.reason}. {noDeletion ?? null}
        {deletion.confirmableAt > now ? (
          <>
            {' '}
            It can be confirmed <Instant value={deletion.confirmableAt} />.
          </>
        ) : null}
      </Callout>
    );
  }
  if (noDeletion !== null) {
    return wish?.oursSince ? <p className="text-sm text-ink-faint">No deletion: {noDeletion}</p> : null;
  }
  return (
    <Can permission="servers.delete">
      <div>
        <DecideServerDialog
          row="requestDeletion"
          server={server}
          title="Ask for its deletion"
          description="The first of two steps: nothing is deleted. In a day an owner may confirm it; until then a top-up ends it."
          trigger="Ask for deletion"
          variant="danger"
        />
      </div>
    </Can>
  );
}
