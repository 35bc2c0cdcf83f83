import { useState } from 'react';
import { type Run, runs } from '#shared/api/runs.ts';
import { useDecideRun } from '../../../api/runs.ts';
import { Button } from '../../../components/ui/button.tsx';
import { Dialog, DialogClose } from '../../../components/ui/dialog.tsx';
import { useToast } from '../../../components/ui/toast.tsx';
import { Form } from '../../../forms/form.tsx';
import { TextareaField } from '../../../forms/text-field.tsx';
import { useServerForm } from '../../../forms/use-server-form.ts';

const schema = runs.approve.input.pick({ reason: true });
const blank = { reason: '' };

const words = {
  approve: {
    button: 'Let it go on',
    title: 'Let this run go on?',
    description: 'It bills what it has observed, as it would have done without the brake.',
    done: 'goes on',
  },
  cancel: {
    button: 'Cancel the run',
    title: 'Cancel this run?',
    description: 'It ends without a charge. Its hours stay due: the next run meets them again.',
    done: 'is cancelled',
  },
};

export interface DecideRunDialogProps {
  run: Run;
  decision: 'approve' | 'cancel';
}

/** Decides about a held run, with a reason. */
export function DecideRunDialog({ run, decision }: DecideRunDialogProps) {
  const [open, setOpen] = useState(false);
  const { button, title, description } = words[decision];
  return (
    <Dialog
      open={open}
      onOpenChange={setOpen}
      title={title}
      description={description}
      trigger={<Button variant={decision === 'approve' ? 'primary' : 'secondary'}>{button}</Button>}
    >
      <DecideRunForm run={run} decision={decision} close={() => setOpen(false)} />
    </Dialog>
  );
}

function DecideRunForm({ run, decision, close }: DecideRunDialogProps & { close: () => void }) {
  const decide = useDecideRun(decision);
  const toast = useToast();
  const form = useServerForm({
    schema,
    saved: blank,
    save: async ({ reason }) => {
      await decide.mutateAsync({ id: run.id, reason });
      toast({ title: `Run ${run.id} ${words[decision].done}` });
      close();
      return null;
    },
  });
  return (
    <Form
      form={form}
      guard={false}
      submitLabel={words[decision].button}
      actions={<DialogClose render={<Button disabled={form.saving}>Back</Button>} />}
    >
      <TextareaField name="reason" label="Reason" hint="Kept in the audit log." />
    </Form>
  );
}
