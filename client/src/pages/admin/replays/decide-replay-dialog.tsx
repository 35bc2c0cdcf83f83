import { useState } from 'react';
import { type Replay, replays } from '#shared/api/replays.ts';
import { useDecideReplay } from '../../../api/replays.ts';
import { Button } from '../../../components/ui/button.tsx';
import { Dialog, DialogClose } from '../../../components/ui/dialog.tsx';
import { useToast } from '../../../components/ui/toast.tsx';
import { Form } from '../../../forms/form.tsx';
import { TextareaField } from '../../../forms/text-field.tsx';
import { useServerForm } from '../../../forms/use-server-form.ts';

const schema = replays.approve.input.pick({ reason: true });
const blank = { reason: '' };

const words = {
  approve: {
    button: 'Approve and post',
    title: 'Approve this replay?',
    description: 'Its differences are posted at once. Your name stands beside that of whoever made it.',
    done: 'is approved',
  },
  cancel: {
    button: 'Drop it',
    title: 'Drop this replay?',
    description: 'Nothing was posted, and nothing will be.',
    done: 'is dropped',
  },
};

export interface DecideReplayDialogProps {
  replay: Replay;
  decision: 'approve' | 'cancel';
}

/** Approves a replay or drops it, with a reason. */
export function DecideReplayDialog({ replay, decision }: DecideReplayDialogProps) {
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
      <DecideReplayForm replay={replay} decision={decision} close={() => setOpen(false)} />
    </Dialog>
  );
}

function DecideReplayForm({ replay, decision, close }: DecideReplayDialogProps & { close: () => void }) {
  const decide = useDecideReplay(decision);
  const toast = useToast();
  const form = useServerForm({
    schema,
    saved: blank,
    save: async ({ reason }) => {
      await decide.mutateAsync({ id: replay.id, reason });
      toast({ title: `Replay ${replay.id} ${words[decision].done}` });
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
      <TextareaField name="reason" label="Reason" hint="Kept with the replay and in the audit log." />
    </Form>
  );
}
