import { useMemo } from 'react';
import { useWatch } from 'react-hook-form';
import { z } from 'zod';
import { paypal } from '#shared/api/paypal.ts';
import { formatMoney } from '#shared/billing/money.ts';
import { type PayPalAccount, useConnectPayPal } from '../../../api/paypal.ts';
import { useToast } from '../../../components/ui/toast.tsx';
import { Form } from '../../../forms/form.tsx';
import { MoneyField } from '../../../forms/money-field.tsx';
import { RadioField } from '../../../forms/radio-field.tsx';
import { SecretField } from '../../../forms/secret-field.tsx';
import { showProblems } from '../../../forms/show-problems.ts';
import { TextField } from '../../../forms/text-field.tsx';
import { useServerForm } from '../../../forms/use-server-form.ts';
import { TestPayPal, type TestPayPalProps } from './test-paypal.tsx';

const { secret, ...fields } = paypal.connect.input.shape;

interface Values {
  mode: PayPalAccount['mode'];
  clientId: string;
  secret: string;
  webhookId: string;
  smallest: string;
  largest: string;
}

/** An empty secret keeps the saved one; where none is saved, one must be written. */
function schemaFor({ secretSaved }: PayPalAccount) {
  const wanted = z.string().refine((text) => text.trim() !== '', 'Paste the secret of the REST app');
  return z.object({ ...fields, secret: secretSaved ? secret.unwrap().or(z.literal('')) : wanted });
}

/** The account, its webhook, and what one top-up may be. The secret is written, never read back. */
export function PayPalForm({ account, readOnly }: { account: PayPalAccount; readOnly: boolean }) {
  const connect = useConnectPayPal();
  const toast = useToast();
  const saved = useMemo(() => valuesOf(account), [account]);
  const form = useServerForm<Values>({
    schema: schemaFor(account),
    saved,
    save: async (values) => {
      const reply = await connect.mutateAsync({
        ...asked(values),
        smallest: values.smallest,
        largest: values.largest,
      });
      toast({ title: 'PayPal saved' });
      return valuesOf(reply);
    },
  });
  const typed = async () =>
    (await form.form.trigger(['mode', 'clientId', 'secret', 'webhookId']))
      ? asked(form.form.getValues())
      : null;
  return (
    <Form form={form} readOnly={readOnly} submitLabel="Save PayPal">
      <RadioField
        name="mode"
        label="Which PayPal"
        choices={[
          { value: 'off', label: 'Off', hint: 'Nobody can pay in. What is saved below is kept.' },
          { value: 'sandbox', label: 'Sandbox', hint: 'PayPal’s own test service: no money moves.' },
          { value: 'live', label: 'Live', hint: 'Customers pay for real.' },
        ]}
      />
      <TextField
        name="clientId"
        label="Client ID"
        autoComplete="off"
        spellCheck={false}
        hint="From PayPal’s developer pages: Apps & Credentials, of the same mode."
      />
      <SecretField
        name="secret"
        label="Secret"
        kept={account.secretSaved}
        hint="It is kept encrypted and never shown again."
      />
      <TextField
        name="webhookId"
        label="Webhook ID"
        autoComplete="off"
        spellCheck={false}
        hint="Without it refunds and disputes are not heard of, and payments are found by asking PayPal."
      />
      <div className="grid gap-5 sm:grid-cols-2">
        <MoneyField name="smallest" label="Smallest top-up" />
        <MoneyField name="largest" label="Largest top-up" />
      </div>
      {readOnly ? null : <TestTyped asked={typed} place={(error) => showProblems(form.form, error)} />}
    </Form>
  );
}

/** A report is about what was typed then: with the next letter it starts anew. */
function TestTyped(props: TestPayPalProps) {
  const typed = useWatch<Values, ['mode', 'clientId', 'secret', 'webhookId']>({
    name: ['mode', 'clientId', 'secret', 'webhookId'],
  });
  return <TestPayPal key={JSON.stringify(typed)} {...props} />;
}

function valuesOf({ mode, clientId, webhookId, smallest, largest }: PayPalAccount): Values {
  return {
    mode,
    clientId: clientId ?? '',
    secret: '',
    webhookId: webhookId ?? '',
    smallest: formatMoney(smallest),
    largest: formatMoney(largest),
  };
}

function asked({ mode, clientId, secret: written, webhookId }: Values) {
  const account = { mode, clientId: clientId.trim(), webhookId: webhookId.trim() };
  return written.trim() ? { ...account, secret: written.trim() } : account;
}
