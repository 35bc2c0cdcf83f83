import { useState } from 'react';
import { z } from 'zod';
import { dunning } from '#shared/api/dunning.ts';
import { type ServerDecision, useConfirmDeletion, useDecideServer } from '../../../api/dunning.ts';
import type { ServerDetail } from '../../../api/servers.ts';
import { serverName } from '../../../components/server-name.ts';
import { Button, type ButtonProps } from '../../../components/ui/button.tsx';
import { Dialog, DialogClose } from '../../../components/ui/dialog.tsx';
import { useToast } from '../../../components/ui/toast.tsx';
import { Form } from '../../../forms/form.tsx';
import { TextareaField, TextField } from '../../../forms/text-field.tsx';
import { useServerForm } from '../../../forms/use-server-form.ts';

export interface DecideServerDialogProps {
  row: ServerDecision | 'confirmDeletion';
  server: ServerDetail;
  title: string;
  description: string;
  /** The words on both buttons. */
  trigger: string;
  variant?: ButtonProps['variant'];
}

/** Something that a person decides about one server, with a reason; a deletion is confirmed with its name. */
export function DecideServerDialog(props: DecideServerDialogProps) {
  const [open, setOpen] = useState(false);
  const { title, description, trigger, variant } = props;
  return (
    <Dialog
      open={open}
      onOpenChange={setOpen}
      title={title}
      description={description}
      trigger={<Button variant={variant}>{trigger}</Button>}
    >
      {props.row === 'confirmDeletion' ? (
        <ConfirmForm {...props} close={() => setOpen(false)} />
      ) : (
        <ReasonForm {...props} row={props.row} close={() => setOpen(false)} />
      )}
    </Dialog>
  );
}

type FormProps<Row> = Omit<DecideServerDialogProps, 'row'> & { row: Row; close: () => void };

const reasonSchema = z.object({ reason: dunning.requestDeletion.input.shape.reason });

function ReasonForm({ row, server, trigger, close }: FormProps<ServerDecision>) {
  const decide = useDecideServer(row);
  const toast = useToast();
  const form = useServerForm({
    schema: reasonSchema,
    saved: { reason: '' },
    save: async ({ reason }) => {
      await decide.mutateAsync({ id: server.id, reason });
      toast({ title: 'Noted' });
      close();
      return null;
    },
  });
  return (
    <Form
      form={form}
      guard={false}
      submitLabel={trigger}
      actions={<DialogClose render={<Button disabled={form.saving}>Cancel</Button>} />}
    >
      <TextareaField name="reason" label="Reason" hint="Shown here, and kept in the audit log." />
    </Form>
  );
}

function ConfirmForm({ server, trigger, close }: FormProps<DecideServerDialogProps['row']>) {
  const decide = useConfirmDeletion();
  const toast = useToast();
  const name = serverName(server);
  const form = useServerForm({
    schema: z.object({
      serverName: z.string().refine((text) => text === server.name, `Write ${name} exactly`),
    }),
    saved: { serverName: '' },
    save: async ({ serverName: written }) => {
      await decide.mutateAsync({ id: server.id, serverName: written });
      toast({ title: 'Handed over to VirtFusion for deletion' });
      close();
      return null;
    },
  });
  return (
    <Form
      form={form}
      guard={false}
      submitLabel={trigger}
      actions={<DialogClose render={<Button disabled={form.saving}>Cancel</Button>} />}
    >
      <TextField
        name="serverName"
        label={`Write “${server.name}” to confirm`}
        autoComplete="off"
        spellCheck={false}
      />
    </Form>
  );
}
