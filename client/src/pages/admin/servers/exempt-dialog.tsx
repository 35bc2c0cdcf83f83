import { useState } from 'react';
import { useWatch } from 'react-hook-form';
import { z } from 'zod';
import { servers } from '#shared/api/servers.ts';
import { type ServerDetail, useExemptServer } from '../../../api/servers.ts';
import { exactInstant, relativeInstant } from '../../../components/instant.tsx';
import { serverName } from '../../../components/server-name.ts';
import { Button } from '../../../components/ui/button.tsx';
import { Dialog, DialogClose } from '../../../components/ui/dialog.tsx';
import { useToast } from '../../../components/ui/toast.tsx';
import { Form } from '../../../forms/form.tsx';
import { HourField } from '../../../forms/hour-field.tsx';
import { RadioField } from '../../../forms/radio-field.tsx';
import { TextareaField } from '../../../forms/text-field.tsx';
import { useServerForm } from '../../../forms/use-server-form.ts';
import { nextHourAfter, wholeHourText } from '../../../forms/whole-hour.ts';
import { useNow } from '../../../hooks/use-now.ts';

const schema = z
  .object({
    starts: z.enum(['next', 'chosen']),
    from: z.string(),
    ends: z.enum(['never', 'chosen']),
    until: z.string(),
    reason: servers.exempt.input.shape.reason,
  })
  .superRefine(({ starts, from, ends, until }, ctx) => {
    const refuse = (path: string, message: string) => ctx.addIssue({ code: 'custom', path: [path], message });
    if (starts === 'chosen' && !wholeHourText.test(from))
      refuse('from', 'Choose a whole hour, such as 18:00');
    if (ends === 'chosen' && !wholeHourText.test(until))
      refuse('until', 'Choose a whole hour, such as 18:00');
    else if (ends === 'chosen' && starts === 'chosen' && until <= from)
      refuse('until', 'Choose an hour after the one it begins at');
  });
type Values = z.input<typeof schema>;

const blank: Values = { starts: 'next', from: '', ends: 'never', until: '', reason: '' };

/** Takes a server out of billing, from when, until when and why. */
export function ExemptDialog({ server }: { server: ServerDetail }) {
  const [open, setOpen] = useState(false);
  return (
    <Dialog
      open={open}
      onOpenChange={setOpen}
      title={`Exempt ${serverName(server)} from billing`}
      description="Its hours are watched as before, but none is charged. What is charged already stays charged."
      trigger={<Button>Exempt</Button>}
    >
      <ExemptForm server={server} close={() => setOpen(false)} />
    </Dialog>
  );
}

function ExemptForm({ server, close }: { server: ServerDetail; close: () => void }) {
  const now = useNow();
  const next = nextHourAfter(now);
  const exempt = useExemptServer();
  const toast = useToast();
  const form = useServerForm<Values>({
    schema,
    saved: blank,
    save: async ({ starts, from, ends, until, reason }) => {
      await exempt.mutateAsync({
        id: server.id,
        from: starts === 'chosen' ? from : undefined,
        until: ends === 'chosen' ? until : undefined,
        reason,
      });
      toast({ title: `${serverName(server)} will not be billed` });
      close();
      return null;
    },
  });
  const { starts, ends } = useWatch({ control: form.form.control });
  return (
    <Form
      form={form}
      guard={false}
      submitLabel="Exempt"
      actions={<DialogClose render={<Button disabled={form.saving}>Cancel</Button>} />}
    >
      <RadioField
        name="starts"
        label="From when"
        choices={[
          {
            value: 'next',
            label: 'From the next whole hour',
            hint: `${exactInstant(next, 'UTC')}, ${relativeInstant(next, now)}.`,
          },
          { value: 'chosen', label: 'From a later hour' },
        ]}
      />
      {starts === 'chosen' ? <HourField name="from" label="First hour not billed" min={next} /> : null}
      <RadioField
        name="ends"
        label="Until when"
        choices={[
          {
            value: 'never',
            label: 'Until it is ended',
            hint: 'An admin ends it here, when the reason is gone.',
          },
          { value: 'chosen', label: 'Until an hour', hint: 'That hour is billed again.' },
        ]}
      />
      {ends === 'chosen' ? <HourField name="until" label="First hour billed again" min={next} /> : null}
      <TextareaField
        name="reason"
        label="Reason"
        hint="Shown with the exemption, and kept in the audit log."
      />
    </Form>
  );
}
