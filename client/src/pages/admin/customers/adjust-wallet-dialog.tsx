import { useState } from 'react';
import { useWatch } from 'react-hook-form';
import { customers } from '#shared/api/customers.ts';
import { positiveMoney } from '#shared/api/values.ts';
import type { Micros } from '#shared/billing/money.ts';
import { ApiError } from '../../../api/call.ts';
import { type Customer, useAdjustWallet } from '../../../api/customers.ts';
import { Money } from '../../../components/money.tsx';
import { newIdempotencyKey } from '../../../components/new-idempotency-key.ts';
import { Button } from '../../../components/ui/button.tsx';
import { Dialog, DialogClose } from '../../../components/ui/dialog.tsx';
import { useToast } from '../../../components/ui/toast.tsx';
import { Form } from '../../../forms/form.tsx';
import { MoneyField } from '../../../forms/money-field.tsx';
import { RadioField } from '../../../forms/radio-field.tsx';
import { TextareaField } from '../../../forms/text-field.tsx';
import { useServerForm } from '../../../forms/use-server-form.ts';

const schema = customers.adjustWallet.input.pick({ direction: true, amount: true, reason: true });

interface Adjustment {
  direction: 'credit' | 'debit';
  amount: string;
  reason: string;
}
const blank: Adjustment = { direction: 'credit', amount: '', reason: '' };

/** Adds to a wallet or takes from it, with a reason. */
export function AdjustWalletDialog({ customer }: { customer: Customer }) {
  const [open, setOpen] = useState(false);
  return (
    <Dialog
      open={open}
      onOpenChange={setOpen}
      title={`Adjust the wallet of ${customer.name ?? `customer ${customer.id}`}`}
      description="One transaction in the ledger. It is never edited; a mistake is put right by another one."
      trigger={<Button variant="primary">Adjust wallet</Button>}
    >
      <AdjustWalletForm customer={customer} close={() => setOpen(false)} />
    </Dialog>
  );
}

function AdjustWalletForm({ customer, close }: { customer: Customer; close: () => void }) {
  const adjust = useAdjustWallet();
  const toast = useToast();
  // One a dialog: however often it is sent from here, the money moves once.
  const [idempotencyKey] = useState(newIdempotencyKey);
  const form = useServerForm<Adjustment>({
    schema,
    saved: blank,
    save: async (values) => {
      const { repeated } = await adjust
        .mutateAsync({ ...values, id: customer.id, idempotencyKey })
        .catch(explainBookedBefore);
      toast({
        title: values.direction === 'credit' ? 'Wallet credited' : 'Wallet debited',
        description: repeated ? 'It had been done already; nothing was done twice.' : undefined,
      });
      close();
      return null;
    },
  });
  const { direction, amount } = useWatch({ control: form.form.control });
  return (
    <Form
      form={form}
      guard={false}
      submitLabel={direction === 'debit' ? 'Debit the wallet' : 'Credit the wallet'}
      actions={<DialogClose render={<Button disabled={form.saving}>Cancel</Button>} />}
    >
      <RadioField
        name="direction"
        label="Direction"
        choices={[
          { value: 'credit', label: 'Credit', hint: 'Add to the wallet.' },
          { value: 'debit', label: 'Debit', hint: 'Take from the wallet. It may go below nothing.' },
        ]}
      />
      <MoneyField name="amount" label="Amount" className="max-w-56" />
      <TextareaField
        name="reason"
        label="Reason"
        hint="Shown with the transaction, and kept in the audit log."
      />
      <ResultingBalance balance={customer.balance} change={changeOf(direction, amount)} />
    </Form>
  );
}

/** The reply to an earlier press was lost, and what it asked for differs from what is asked for now. */
function explainBookedBefore(error: unknown): never {
  if (!(error instanceof ApiError) || error.code !== 'conflict') throw error;
  const { facts, requestId, status } = error;
  const message =
    'What you sent before from this window was booked after all, with another amount or reason. Close it and look at the transactions before you send more.';
  throw new ApiError({ code: 'refused', message, fields: [], facts, requestId }, status);
}

/** What the wallet gains; null while no amount can be read. */
function changeOf(direction: string | undefined, text: string | undefined): Micros | null {
  const amount = positiveMoney.safeParse(text);
  if (!amount.success) return null;
  return direction === 'debit' ? -amount.data : amount.data;
}

function ResultingBalance({ balance, change }: { balance: Micros; change: Micros | null }) {
  const after = change === null ? null : balance + change;
  return (
    <div aria-live="polite" className="rounded-lg bg-sunken px-3.5 py-3 text-sm">
      <dl className="grid grid-cols-[1fr_auto] gap-y-1">
        <dt className="text-ink-soft">Balance now</dt>
        <dd className="text-right">
          <Money amount={balance} aligned />
        </dd>
        <dt className="text-ink-soft">Change</dt>
        <dd className="text-right">{change === null ? '–' : <Money amount={change} aligned signed />}</dd>
        <dt className="border-t border-line pt-1 font-medium">Balance after</dt>
        <dd className="border-t border-line pt-1 text-right font-semibold">
          {after === null ? '–' : <Money amount={after} aligned />}
        </dd>
      </dl>
      {after !== null && after < 0n ? (
        <p className="mt-2 text-warn-ink">The wallet goes below nothing.</p>
      ) : null}
    </div>
  );
}
