import { useState } from 'react';
import { useLocation } from 'wouter';
import { account } from '#shared/api/account.ts';
import type { Micros } from '#shared/billing/money.ts';
import { useTopUp } from '../../api/account.ts';
import { useInstallation } from '../../api/installation.ts';
import { moneyText } from '../../components/money.tsx';
import { newIdempotencyKey } from '../../components/new-idempotency-key.ts';
import { Card, CardBody, CardHeader } from '../../components/ui/card.tsx';
import { Form } from '../../forms/form.tsx';
import { MoneyField } from '../../forms/money-field.tsx';
import { useServerForm } from '../../forms/use-server-form.ts';
import { paths } from '../../paths.ts';

const schema = account.topUp.input.omit({ idempotencyKey: true });
const blank = { amount: '' };

/** Asks for an amount, and leads on to the page that leads to PayPal. */
export function TopUpForm({ smallest, largest }: { smallest: Micros; largest: Micros }) {
  const topUp = useTopUp();
  const { currency } = useInstallation();
  const [, navigate] = useLocation();
  // One a visit: however often it is sent from here, there is one payment.
  const [idempotencyKey] = useState(newIdempotencyKey);
  const form = useServerForm({
    schema,
    saved: blank,
    save: async ({ amount }) => {
      const { key } = await topUp.mutateAsync({ amount, idempotencyKey });
      navigate(paths.pay(key));
      return null;
    },
  });
  return (
    <Card>
      <CardHeader title="Top up" />
      <CardBody>
        <Form form={form} guard={false} submitLabel="Pay with PayPal">
          <MoneyField
            name="amount"
            label="Amount"
            hint={`From ${moneyText(smallest, currency)} to ${moneyText(largest, currency)}. Servers that were suspended over an empty balance are back within a minute of a payment.`}
            className="max-w-64"
          />
        </Form>
      </CardBody>
    </Card>
  );
}
