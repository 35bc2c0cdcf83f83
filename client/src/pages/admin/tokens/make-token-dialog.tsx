import { KeyRound } from 'lucide-react';
import { useState } from 'react';
import { useWatch } from 'react-hook-form';
import { z } from 'zod';
import { tokenDays, tokens } from '#shared/api/tokens.ts';
import { can, permissions } from '#shared/auth/roles.ts';
import { useMakeToken } from '../../../api/tokens.ts';
import { CopiedText } from '../../../components/copied-text.tsx';
import { newIdempotencyKey } from '../../../components/new-idempotency-key.ts';
import { Button } from '../../../components/ui/button.tsx';
import { Callout } from '../../../components/ui/callout.tsx';
import { Dialog, DialogActions, DialogClose } from '../../../components/ui/dialog.tsx';
import { ChecksField } from '../../../forms/checks-field.tsx';
import { Form } from '../../../forms/form.tsx';
import { RadioField } from '../../../forms/radio-field.tsx';
import { SelectField } from '../../../forms/select-field.tsx';
import { CheckboxField } from '../../../forms/switch-field.tsx';
import { TextField } from '../../../forms/text-field.tsx';
import { useServerForm } from '../../../forms/use-server-form.ts';
import { roleChoices } from '../admins/role-words.ts';

const { name, role, sensitive, days } = tokens.make.input.shape;
const schema = z
  .object({ name, role, sensitive, days, scope: z.enum(['all', 'some']), permissions: z.array(z.string()) })
  .refine(({ scope, permissions: chosen }) => scope === 'all' || chosen.length > 0, {
    path: ['permissions'],
    message: 'Choose at least one',
  });
type Values = z.input<typeof schema>;
const blank: Values = { name: '', role: 'viewer', sensitive: false, days: 90, scope: 'all', permissions: [] };

const lives = [
  ...tokenDays.map((value) => ({ value, label: value === 365 ? 'A year' : `${value} days` })),
  { value: null, label: 'Until it is revoked' },
];

/** Makes a token, and shows its text once. */
export function MakeTokenDialog() {
  const [open, setOpen] = useState(false);
  return (
    <Dialog
      open={open}
      onOpenChange={setOpen}
      title="New API token"
      description="Give it no more than its work needs. It is shown once."
      trigger={
        <Button variant="primary">
          <KeyRound aria-hidden="true" /> New token
        </Button>
      }
    >
      <Make />
    </Dialog>
  );
}

function Make() {
  const make = useMakeToken();
  const [made, setMade] = useState<{ text: string | null } | null>(null);
  const [idempotencyKey] = useState(newIdempotencyKey);
  const form = useServerForm<Values>({
    schema,
    saved: blank,
    save: async ({ scope, permissions: chosen, ...values }) => {
      const narrowed = permissions.filter((one) => chosen.includes(one) && can(values.role, one));
      const { text } = await make.mutateAsync({
        ...values,
        permissions: scope === 'all' ? null : narrowed,
        idempotencyKey,
      });
      setMade({ text });
      return null;
    },
  });
  const { scope, role: chosenRole = 'viewer' } = useWatch({ control: form.form.control });
  if (made) return <MadeToken text={made.text} />;
  const choices = permissions
    .filter((one) => can(chosenRole, one))
    .map((one) => ({ value: one, label: one }));
  return (
    <Form
      form={form}
      guard={false}
      submitLabel="Make the token"
      actions={<DialogClose render={<Button disabled={form.saving}>Cancel</Button>} />}
    >
      <TextField name="name" label="Name" hint="What it is for: shown beside what it changes." />
      <RadioField name="role" label="Role" choices={roleChoices} />
      <RadioField
        name="scope"
        label="Of that role"
        choices={[
          { value: 'all', label: 'Everything' },
          { value: 'some', label: 'Only some permissions' },
        ]}
      />
      {scope === 'some' ? <ChecksField name="permissions" label="Permissions" choices={choices} /> : null}
      <CheckboxField
        name="sensitive"
        label="Sensitive actions too"
        hint="What asks a person for their password again: secrets, large corrections, deletions, admins."
      />
      <SelectField name="days" label="It works for" choices={lives} className="max-w-56" />
    </Form>
  );
}

function MadeToken({ text }: { text: string | null }) {
  return (
    <div className="grid gap-3">
      {text === null ? (
        <Callout tone="warn" title="This token was made already">
          Its text was shown then, and is kept nowhere. Revoke it and make another.
        </Callout>
      ) : (
        <>
          <Callout tone="warn" urgent title="Copy it now: it is not shown again" />
          <CopiedText label="The token" text={text} />
        </>
      )}
      <DialogActions>
        <DialogClose render={<Button variant="primary">Done</Button>} />
      </DialogActions>
    </div>
  );
}
