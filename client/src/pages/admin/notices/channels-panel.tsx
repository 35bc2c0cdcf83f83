import { useQuery } from '@tanstack/react-query';
import { channelsQuery } from '../../../api/channels.ts';
import { useCan } from '../../../components/can.tsx';
import { ErrorNotice } from '../../../components/error-notice.tsx';
import { Callout } from '../../../components/ui/callout.tsx';
import { SettingsCard } from '../settings/settings-card.tsx';
import { DiscordForm } from './discord-form.tsx';
import { LoadingPart } from './loading-part.tsx';
import { MailForm } from './mail-form.tsx';
import { RunwayForm } from './runway-form.tsx';
import { WebhookList } from './webhook-list.tsx';

/** By what messages leave, each with a test; and when customers are warned. */
export function ChannelsPanel() {
  const query = useQuery(channelsQuery);
  const readOnly = !useCan('settings.write');
  if (query.error && !query.data) {
    return <ErrorNotice error={query.error} retry={() => query.refetch()} retrying={query.isFetching} />;
  }
  if (!query.data) return <LoadingPart of="channels" />;
  const channels = query.data;
  return (
    <div className="grid gap-4">
      {channels.mail.place === 'folder' ? (
        <Callout title="Mails of the demo go into a folder">
          They are written as files under the data directory, in mail, and can be read in the delivery log.
          Nobody outside is written to.
        </Callout>
      ) : null}
      <SettingsCard
        title="Warnings"
        description="When customers hear that their wallet runs low. Each level is told once, and again after a payment that lifted the wallet above it."
      >
        <RunwayForm channels={channels} readOnly={readOnly} />
      </SettingsCard>
      <SettingsCard
        title="Mail"
        description="The mail server that takes our mails, and in whose name they are written."
      >
        <MailForm channels={channels} readOnly={readOnly} />
      </SettingsCard>
      <SettingsCard
        title="Discord"
        description="A channel for admins. In Discord: Edit channel, Integrations, Webhooks, Copy webhook URL."
      >
        <DiscordForm channels={channels} readOnly={readOnly} />
      </SettingsCard>
      <SettingsCard
        title="Webhooks"
        description="Other systems are told as JSON, signed by the Standard Webhooks scheme, and tried for a day."
      >
        <WebhookList channels={channels} readOnly={readOnly} />
      </SettingsCard>
    </div>
  );
}
