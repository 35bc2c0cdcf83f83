import { UserPlus } from 'lucide-react';
import { useState } from 'react';
import type { z } from 'zod';
import { invitationDays, invitations } from '#shared/api/admins.ts';
import { useInviteAdmin } from '../../../api/admins.ts';
import { CopiedText } from '../../../components/copied-text.tsx';
import { newIdempotencyKey } from '../../../components/new-idempotency-key.ts';
import { Button } from '../../../components/ui/button.tsx';
import { Dialog, DialogActions, DialogClose } from '../../../components/ui/dialog.tsx';
import { Form } from '../../../forms/form.tsx';
import { RadioField } from '../../../forms/radio-field.tsx';
import { SelectField } from '../../../forms/select-field.tsx';
import { TextField } from '../../../forms/text-field.tsx';
import { useServerForm } from '../../../forms/use-server-form.ts';
import { roleChoices } from './role-words.ts';

const schema = invitations.invite.input.omit({ idempotencyKey: true });
type Values = z.input<typeof schema>;
const blank: Values = { email: '', role: 'viewer', days: 3 };

const days = invitationDays.map((value) => ({
  value,
  label: value === 1 ? 'One day' : `${value} days`,
}));

/** Invites an admin: makes the link, which the owner sends. */
export function InviteDialog() {
  const [open, setOpen] = useState(false);
  return (
    <Dialog
      open={open}
      onOpenChange={setOpen}
      title="Invite an admin"
      description="You get a link to send to them. They choose their name and password; it works once."
      trigger={
        <Button variant="primary">
          <UserPlus aria-hidden="true" /> Invite
        </Button>
      }
    >
      <Invite />
    </Dialog>
  );
}

function Invite() {
  const invite = useInviteAdmin();
  const [made, setMade] = useState<{ email: string; address: string } | null>(null);
  // One a dialog: pressed again after a lost reply, it tells the link that was made.
  const [idempotencyKey, setKey] = useState(newIdempotencyKey);
  const form = useServerForm<Values>({
    schema,
    saved: blank,
    save: async (values) => {
      const { invitation, address } = await invite.mutateAsync({ ...values, idempotencyKey });
      setKey(newIdempotencyKey());
      setMade({ email: invitation.email, address });
      return null;
    },
  });
  if (made) return <MadeLink {...made} />;
  return (
    <Form
      form={form}
      guard={false}
      submitLabel="Make the link"
      actions={<DialogClose render={<Button disabled={form.saving}>Cancel</Button>} />}
    >
      <TextField name="email" label="E-mail" type="email" hint="They sign in with it." />
      <RadioField name="role" label="Role" choices={roleChoices} />
      <SelectField name="days" label="The link works for" choices={days} className="max-w-48" />
    </Form>
  );
}

function MadeLink({ email, address }: { email: string; address: string }) {
  return (
    <div className="grid gap-3">
      <p className="text-sm text-ink-soft">
        Send this to {email}, and to nobody else: who opens it becomes the admin. It can be withdrawn under
        Invitations.
      </p>
      <CopiedText label="The invitation" text={address} />
      <DialogActions>
        <DialogClose render={<Button variant="primary">Done</Button>} />
      </DialogActions>
    </div>
  );
}
