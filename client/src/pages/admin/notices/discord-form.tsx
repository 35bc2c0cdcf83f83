import { z } from 'zod';
import { useSaveDiscord } from '../../../api/channels.ts';
import { ConfirmButton } from '../../../components/confirm-button.tsx';
import { useToast } from '../../../components/ui/toast.tsx';
import { Form } from '../../../forms/form.tsx';
import { SecretField } from '../../../forms/secret-field.tsx';
import { useServerForm } from '../../../forms/use-server-form.ts';
import type { ChannelPart } from './channel-part.ts';
import { TestButton } from './test-button.tsx';

const schema = z.object({ url: z.string().trim().min(1, 'Paste the URL of the webhook') });
const blank = { url: '' };

/** Where Discord is told. Whoever knows the address may write there, so it is kept like a password. */
export function DiscordForm({ channels, readOnly }: ChannelPart) {
  const save = useSaveDiscord();
  const toast = useToast();
  const { urlSaved } = channels.discord;
  const form = useServerForm<{ url: string }>({
    schema,
    saved: blank,
    save: async ({ url }) => {
      await save.mutateAsync({ url: url.trim() });
      toast({ title: 'Discord saved' });
      return blank;
    },
  });
  return (
    <Form
      form={form}
      readOnly={readOnly}
      submitLabel="Save Discord"
      actions={
        readOnly || !urlSaved ? undefined : (
          <>
            <ConfirmButton
              variant="quiet"
              title="Tell Discord no more?"
              description="The saved address is taken away. What was sent stays in the delivery log."
              confirmLabel="Take it away"
              danger
              onConfirm={() => save.mutateAsync({ url: null })}
            >
              Take away
            </ConfirmButton>
            <TestButton input={{ channel: 'discord' }} disabled={form.dirty}>
              Send a test
            </TestButton>
          </>
        )
      }
    >
      <SecretField
        name="url"
        label="Webhook URL"
        kept={urlSaved}
        hint="It is kept encrypted and never shown again."
      />
    </Form>
  );
}
