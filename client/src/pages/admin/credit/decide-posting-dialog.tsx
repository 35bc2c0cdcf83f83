import { useState } from 'react';
import { credit } from '#shared/api/credit.ts';
import { type CreditPosting, useDecidePosting } from '../../../api/credit.ts';
import { Button } from '../../../components/ui/button.tsx';
import { Dialog, DialogClose } from '../../../components/ui/dialog.tsx';
import { useToast } from '../../../components/ui/toast.tsx';
import { Form } from '../../../forms/form.tsx';
import { TextareaField } from '../../../forms/text-field.tsx';
import { useServerForm } from '../../../forms/use-server-form.ts';

const schema = credit.decide.input.pick({ reason: true });
const blank = { reason: '' };

const words = {
  arrived: {
    button: 'It arrived',
    title: 'It arrived in VirtFusion?',
    description:
      'The ledger then says that it was carried there, and it is not posted again. If that is wrong, the customer has not paid for it.',
    done: 'is settled: it arrived',
  },
  not_arrived: {
    button: 'It did not arrive',
    title: 'It did not arrive in VirtFusion?',
    description:
      'What is owed then goes with the next posting, within minutes. If that is wrong, the customer pays twice.',
    done: 'is settled: it did not arrive',
  },
} as const;

export interface DecidePostingDialogProps {
  posting: CreditPosting;
  decision: keyof typeof words;
}

/** Says whether a posting arrived, with the reason. */
export function DecidePostingDialog({ posting, decision }: DecidePostingDialogProps) {
  const [open, setOpen] = useState(false);
  const { button, title, description } = words[decision];
  return (
    <Dialog
      open={open}
      onOpenChange={setOpen}
      title={title}
      description={description}
      trigger={<Button variant={decision === 'arrived' ? 'primary' : 'secondary'}>{button}</Button>}
    >
      <DecidePostingForm posting={posting} decision={decision} close={() => setOpen(false)} />
    </Dialog>
  );
}

function DecidePostingForm({ posting, decision, close }: DecidePostingDialogProps & { close: () => void }) {
  const decide = useDecidePosting();
  const toast = useToast();
  const form = useServerForm({
    schema,
    saved: blank,
    save: async ({ reason }) => {
      await decide.mutateAsync({ id: posting.id, decision, reason });
      toast({ title: `Posting ${posting.id} ${words[decision].done}` });
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
      <TextareaField
        name="reason"
        label="How you know"
        hint={`Such as what VirtFusion shows for reference ${posting.id}. Kept with the posting and in the audit log.`}
      />
    </Form>
  );
}
