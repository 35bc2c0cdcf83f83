import { useState } from 'react';
import { transactions } from '#shared/api/transactions.ts';
import { type Transaction, useReverseTransaction } from '../../../api/transactions.ts';
import { Money } from '../../../components/money.tsx';
import { newIdempotencyKey } from '../../../components/new-idempotency-key.ts';
import { Button } from '../../../components/ui/button.tsx';
import { Dialog, DialogClose } from '../../../components/ui/dialog.tsx';
import { useToast } from '../../../components/ui/toast.tsx';
import { Form } from '../../../forms/form.tsx';
import { TextareaField } from '../../../forms/text-field.tsx';
import { useServerForm } from '../../../forms/use-server-form.ts';

const schema = transactions.reverse.input.pick({ reason: true });
const blank = { reason: '' };

/** Takes a transaction back, with a reason. */
export function ReverseDialog({ transaction }: { transaction: Transaction }) {
  const [open, setOpen] = useState(false);
  return (
    <Dialog
      open={open}
      onOpenChange={setOpen}
      title={`Reverse transaction ${transaction.id}?`}
      description="The whole amount moves back by a transaction of its own. Both stay, and each names the other."
      trigger={<Button>Reverse</Button>}
    >
      <ReverseForm transaction={transaction} close={() => setOpen(false)} />
    </Dialog>
  );
}

function ReverseForm({ transaction, close }: { transaction: Transaction; close: () => void }) {
  const reverse = useReverseTransaction();
  const toast = useToast();
  const [idempotencyKey] = useState(newIdempotencyKey);
  const form = useServerForm({
    schema,
    saved: blank,
    save: async ({ reason }) => {
      await reverse.mutateAsync({ id: transaction.id, reason, idempotencyKey });
      toast({ title: `Transaction ${transaction.id} was taken back` });
      close();
      return null;
    },
  });
  return (
    <Form
      form={form}
      guard={false}
      submitLabel="Reverse it"
      actions={<DialogClose render={<Button disabled={form.saving}>Back</Button>} />}
    >
      <p className="rounded-lg bg-sunken px-3.5 py-3 text-sm">
        The wallet changes by{' '}
        <Money amount={-transaction.walletChange} signed className="font-semibold text-ink" />.
        {transaction.kind === 'hourly'
          ? ' What its hours cost stays as it is: this gives the money back.'
          : ''}
      </p>
      <TextareaField
        name="reason"
        label="Reason"
        hint="Shown with the reversal, and kept in the audit log."
      />
    </Form>
  );
}
