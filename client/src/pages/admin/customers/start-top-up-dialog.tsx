import { useState } from 'react';
import { topUps } from '#shared/api/top-ups.ts';
import type { Customer } from '../../../api/customers.ts';
import { type TopUp, useStartTopUp } from '../../../api/top-ups.ts';
import { Instant } from '../../../components/instant.tsx';
import { moneyText } from '../../../components/money.tsx';
import { newIdempotencyKey } from '../../../components/new-idempotency-key.ts';
import { Button } from '../../../components/ui/button.tsx';
import { Dialog, DialogActions, DialogClose } from '../../../components/ui/dialog.tsx';
import { Form } from '../../../forms/form.tsx';
import { MoneyField } from '../../../forms/money-field.tsx';
import { useServerForm } from '../../../forms/use-server-form.ts';
import { PaymentLink } from '../top-ups/payment-link.tsx';

const schema = topUps.start.input.pick({ amount: true });
const blank = { amount: '' };

/** Makes a link at which a customer pays in through PayPal. */
export function StartTopUpDialog({ customer }: { customer: Customer }) {
  const [open, setOpen] = useState(false);
  return (
    <Dialog
      open={open}
      onOpenChange={setOpen}
      title={`Payment link for ${customer.name ?? `customer ${customer.id}`}`}
      description="Whoever has the link can pay this amount through PayPal; the wallet is credited once it is paid. No log-in is needed."
      trigger={<Button>Payment link</Button>}
    >
      <LinkMaker customer={customer} />
    </Dialog>
  );
}

function LinkMaker({ customer }: { customer: Customer }) {
  const [made, setMade] = useState<TopUp | null>(null);
  if (made) return <MadeLink topUp={made} />;
  return <AmountForm customer={customer} made={setMade} />;
}

function AmountForm({ customer, made }: { customer: Customer; made: (topUp: TopUp) => void }) {
  const start = useStartTopUp();
  // One a dialog: however often it is sent from here, there is one link.
  const [idempotencyKey] = useState(newIdempotencyKey);
  const form = useServerForm({
    schema,
    saved: blank,
    save: async ({ amount }) => {
      const { topUp } = await start.mutateAsync({ id: customer.id, amount, idempotencyKey });
      made(topUp);
      return null;
    },
  });
  return (
    <Form
      form={form}
      guard={false}
      submitLabel="Make the link"
      actions={<DialogClose render={<Button disabled={form.saving}>Cancel</Button>} />}
    >
      <MoneyField name="amount" label="Amount" className="max-w-56" />
    </Form>
  );
}

function MadeLink({ topUp }: { topUp: TopUp }) {
  return (
    <div className="grid gap-3">
      <p className="text-sm">
        Send this to your customer. It takes {moneyText(topUp.amount, topUp.currency)}, once, until{' '}
        <Instant value={topUp.expiresAt} show="exact" />.
      </p>
      <PaymentLink topUpKey={topUp.key} />
      <DialogActions>
        <DialogClose render={<Button variant="primary">Done</Button>} />
      </DialogActions>
    </div>
  );
}
