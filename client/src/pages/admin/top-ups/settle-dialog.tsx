import { useState } from 'react';
import { topUps } from '#shared/api/top-ups.ts';
import { type TopUpDetail, useSettleTopUp } from '../../../api/top-ups.ts';
import { Button } from '../../../components/ui/button.tsx';
import { Dialog, DialogClose } from '../../../components/ui/dialog.tsx';
import { useToast } from '../../../components/ui/toast.tsx';
import { Form } from '../../../forms/form.tsx';
import { TextareaField } from '../../../forms/text-field.tsx';
import { useServerForm } from '../../../forms/use-server-form.ts';

const schema = topUps.settle.input.pick({ reason: true });
const blank = { reason: '' };

/** Notes how an unclear top-up was dealt with. */
export function SettleDialog({ topUp }: { topUp: TopUpDetail }) {
  const [open, setOpen] = useState(false);
  return (
    <Dialog
      open={open}
      onOpenChange={setOpen}
      title={`How was top-up ${topUp.id} settled?`}
      description="This ends its alert and moves no money. It cannot be taken back."
      trigger={<Button size="sm">Note how it was settled</Button>}
    >
      <SettleForm id={topUp.id} close={() => setOpen(false)} />
    </Dialog>
  );
}

function SettleForm({ id, close }: { id: number; close: () => void }) {
  const settle = useSettleTopUp();
  const toast = useToast();
  const form = useServerForm({
    schema,
    saved: blank,
    save: async ({ reason }) => {
      await settle.mutateAsync({ id, reason });
      toast({ title: `Top-up ${id} is settled` });
      close();
      return null;
    },
  });
  return (
    <Form
      form={form}
      guard={false}
      submitLabel="Note it"
      actions={<DialogClose render={<Button disabled={form.saving}>Back</Button>} />}
    >
      <TextareaField
        name="reason"
        label="How it was settled"
        hint="For instance: credited by transaction 812, or refunded at PayPal. Kept in the audit log."
      />
    </Form>
  );
}
