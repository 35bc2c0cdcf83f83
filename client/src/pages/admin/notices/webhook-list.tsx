import { type Channels, useEnableWebhook, useRemoveWebhook } from '../../../api/channels.ts';
import { ConfirmButton } from '../../../components/confirm-button.tsx';
import { Instant } from '../../../components/instant.tsx';
import { Badge } from '../../../components/ui/badge.tsx';
import { Button } from '../../../components/ui/button.tsx';
import { AddWebhook } from './add-webhook.tsx';
import type { ChannelPart } from './channel-part.ts';
import { TestButton } from './test-button.tsx';

/** The receivers of webhooks, each with a test and a way out. */
export function WebhookList({ channels: { webhooks }, readOnly }: ChannelPart) {
  return (
    <>
      {webhooks.length === 0 ? (
        <p className="text-sm text-ink-soft">No other system is told anything yet.</p>
      ) : (
        <ul className="divide-y divide-line">
          {webhooks.map((endpoint) => (
            <li key={endpoint.id} className="grid gap-2 py-3 first:pt-0">
              <Endpoint endpoint={endpoint} readOnly={readOnly} />
            </li>
          ))}
        </ul>
      )}
      {readOnly ? null : <AddWebhook />}
    </>
  );
}

function Endpoint({ endpoint, readOnly }: { endpoint: Channels['webhooks'][number]; readOnly: boolean }) {
  const { id, url, note, createdAt, createdBy, disabledAt, disabledReason } = endpoint;
  const remove = useRemoveWebhook();
  const enable = useEnableWebhook();
  return (
    <>
      <p className="font-medium [overflow-wrap:anywhere]">
        {url} {disabledAt ? <Badge tone="warn">Switched off</Badge> : null}
      </p>
      <p className="text-sm text-ink-soft">
        {note ? `${note}. ` : ''}Added by {createdBy}, <Instant value={createdAt} />
        {disabledReason ? `. ${disabledReason}` : ''}
      </p>
      {readOnly ? null : (
        <div className="flex flex-wrap gap-2">
          {disabledAt ? (
            <Button busy={enable.isPending} onClick={() => enable.mutate(id)}>
              Switch on again
            </Button>
          ) : (
            <TestButton input={{ channel: 'webhook', webhookId: id }}>Send a test</TestButton>
          )}
          <ConfirmButton
            variant="quiet"
            title="Remove this webhook?"
            description="Nothing is sent there any more, not even what waits. Its secret is lost: added again, it gets a new one."
            confirmLabel="Remove it"
            danger
            onConfirm={() => remove.mutateAsync(id)}
          >
            Remove
          </ConfirmButton>
        </div>
      )}
    </>
  );
}
