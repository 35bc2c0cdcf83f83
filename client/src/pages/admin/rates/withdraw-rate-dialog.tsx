import { useState } from 'react';
import { z } from 'zod';
import { reason } from '#shared/api/values.ts';
import { type Rate, useWithdrawRate } from '../../../api/rates.ts';
import { Button } from '../../../components/ui/button.tsx';
import { Dialog, DialogClose } from '../../../components/ui/dialog.tsx';
import { useToast } from '../../../components/ui/toast.tsx';
import { Form } from '../../../forms/form.tsx';
import { TextareaField } from '../../../forms/text-field.tsx';
import { useServerForm } from '../../../forms/use-server-form.ts';

const schema = z.object({ reason });

/** Takes back a price that is planned. */
export function WithdrawRateDialog({ rate, packageName }: { rate: Rate; packageName: string }) {
  const [open, setOpen] = useState(false);
  return (
    <Dialog
      open={open}
      onOpenChange={setOpen}
      title={`Withdraw the new price of ${packageName}?`}
      description="The price that holds now goes on, for servers that were to be kept on it too. The withdrawn one stays in the history."
      trigger={
        <Button size="sm" className="relative z-10" aria-label={`Withdraw the new price of ${packageName}`}>
          Withdraw
        </Button>
      }
    >
      <WithdrawForm rate={rate} close={() => setOpen(false)} />
    </Dialog>
  );
}

function WithdrawForm({ rate, close }: { rate: Rate; close: () => void }) {
  const withdraw = useWithdrawRate();
  const toast = useToast();
  const form = useServerForm({
    schema,
    saved: { reason: '' },
    save: async (values) => {
      await withdraw.mutateAsync({ id: rate.id, ...values });
      toast({ title: 'The planned price is withdrawn' });
      close();
      return null;
    },
  });
  return (
    <Form
      form={form}
      guard={false}
      submitLabel="Withdraw"
      actions={<DialogClose render={<Button disabled={form.saving}>Cancel</Button>} />}
    >
      <TextareaField name="reason" label="Reason" hint="Kept with the price and in the audit log." />
    </Form>
  );
}
