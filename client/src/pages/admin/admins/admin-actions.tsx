import { useState } from 'react';
import { admins } from '#shared/api/admins.ts';
import {
  type AdminAccount,
  useDisableAdmin,
  useEnableAdmin,
  useResetSecondFactor,
  useSetRole,
} from '../../../api/admins.ts';
import { ConfirmButton } from '../../../components/confirm-button.tsx';
import { Button } from '../../../components/ui/button.tsx';
import { Dialog, DialogClose } from '../../../components/ui/dialog.tsx';
import { Form } from '../../../forms/form.tsx';
import { RadioField } from '../../../forms/radio-field.tsx';
import { useServerForm } from '../../../forms/use-server-form.ts';
import { roleChoices } from './role-words.ts';

/** What an owner may do about another admin. */
export function AdminActions({ row }: { row: AdminAccount }) {
  return (
    <span className="inline-flex flex-wrap justify-end gap-1.5">
      <RoleDialog row={row} />
      {row.secondFactor ? <ResetButton row={row} /> : null}
      <AccessButton row={row} />
    </span>
  );
}

function RoleDialog({ row }: { row: AdminAccount }) {
  const [open, setOpen] = useState(false);
  return (
    <Dialog
      open={open}
      onOpenChange={setOpen}
      title={`The role of ${row.name}`}
      description="Another role ends their sessions: they sign in again."
      trigger={
        <Button size="sm" aria-label={`Role of ${row.name}`}>
          Role
        </Button>
      }
    >
      <RoleForm row={row} close={() => setOpen(false)} />
    </Dialog>
  );
}

const schema = admins.setRole.input.pick({ role: true });

function RoleForm({ row, close }: { row: AdminAccount; close: () => void }) {
  const setRole = useSetRole();
  const form = useServerForm({
    schema,
    saved: { role: row.role },
    save: async ({ role }) => {
      await setRole.mutateAsync({ id: row.id, role });
      close();
      return null;
    },
  });
  return (
    <Form
      form={form}
      guard={false}
      submitLabel="Change the role"
      actions={<DialogClose render={<Button disabled={form.saving}>Cancel</Button>} />}
    >
      <RadioField name="role" label="Role" choices={roleChoices} />
    </Form>
  );
}

function ResetButton({ row }: { row: AdminAccount }) {
  const reset = useResetSecondFactor();
  return (
    <ConfirmButton
      size="sm"
      danger
      title={`Take the second factor of ${row.name}?`}
      description="For somebody who lost their phone and their recovery codes. Make sure that it is them who ask: from then on their password alone opens the admin."
      confirmLabel="Take it"
      onConfirm={() => reset.mutateAsync({ id: row.id })}
    >
      Reset factor
    </ConfirmButton>
  );
}

function AccessButton({ row }: { row: AdminAccount }) {
  const disable = useDisableAdmin();
  const enable = useEnableAdmin();
  const { id, name, disabledAt } = row;
  if (disabledAt) {
    return (
      <ConfirmButton
        size="sm"
        title={`Let ${name} in again?`}
        description="With the password, the role and the second factor they had."
        confirmLabel="Enable"
        onConfirm={() => enable.mutateAsync({ id })}
      >
        Enable
      </ConfirmButton>
    );
  }
  return (
    <ConfirmButton
      size="sm"
      danger
      title={`Disable ${name}?`}
      description="Their sessions end at once, and they cannot sign in. What they did stays in the audit log. API tokens are closed on their own page."
      confirmLabel="Disable"
      onConfirm={() => disable.mutateAsync({ id })}
    >
      Disable
    </ConfirmButton>
  );
}
