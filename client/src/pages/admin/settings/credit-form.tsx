import { useWatch } from 'react-hook-form';
import type { z } from 'zod';
import { creditSettings } from '#shared/api/credit.ts';
import { type SavedCreditSettings, useSaveCreditSettings } from '../../../api/credit.ts';
import { Money } from '../../../components/money.tsx';
import { TextLink } from '../../../components/text-link.tsx';
import { Callout } from '../../../components/ui/callout.tsx';
import { useToast } from '../../../components/ui/toast.tsx';
import { Form } from '../../../forms/form.tsx';
import { NumberField } from '../../../forms/number-field.tsx';
import { RadioField } from '../../../forms/radio-field.tsx';
import { SwitchField } from '../../../forms/switch-field.tsx';
import { useServerForm } from '../../../forms/use-server-form.ts';
import { paths } from '../../../paths.ts';

type Values = z.infer<typeof creditSettings>;

const modes = [
  {
    value: 'own',
    label: 'The ledger here',
    hint: 'Wallets are prepaid here and charged here. VirtFusion’s credit is left alone.',
  },
  {
    value: 'virtfusion',
    label: 'VirtFusion’s credit',
    hint: 'Wallets are what VirtFusion says. Charges are posted there as negative tokens after every run, to the last micro: what makes no whole token unit goes with the next.',
  },
] as const;

/** Where customers' money is, and, before it is saved, what a switch does with what there is. */
export function CreditForm({ saved, readOnly }: { saved: SavedCreditSettings; readOnly: boolean }) {
  const save = useSaveCreditSettings();
  const toast = useToast();
  const form = useServerForm<Values>({
    schema: creditSettings,
    saved: saved.settings,
    save: async (values) => {
      const reply = await save.mutateAsync(values);
      toast({ title: 'Customers’ money: saved' });
      return reply.settings;
    },
  });
  return (
    <Form form={form} readOnly={readOnly} submitLabel="Save where the money is">
      <RadioField name="mode" label="Customers’ money is in" choices={modes} />
      <WhatChanges saved={saved} />
      <CreditDetails />
    </Form>
  );
}

function CreditDetails() {
  const mode = useWatch<Values, 'mode'>({ name: 'mode' });
  if (mode === 'own') return null;
  return (
    <>
      <NumberField
        name="tokenDecimals"
        label="Decimals of tokens"
        hint="From 0 to 8. As many as VirtFusion keeps of a balance: 4, unless yours shows otherwise."
      />
      <SwitchField
        name="othersAddCredit"
        label="Another system adds credit too"
        hint="WHMCS or Blesta, for instance. The daily proof then reports credit that fell without us, not credit that rose."
      />
    </>
  );
}

function WhatChanges({ saved }: { saved: SavedCreditSettings }) {
  const mode = useWatch<Values, 'mode'>({ name: 'mode' });
  const { underWay, unclear } = saved.open;
  if (mode === saved.settings.mode) return null;
  if (unclear + underWay > 0) {
    return (
      <Callout tone="bad" title="It cannot be switched now">
        {unclear > 0 ? (
          <>
            {unclear.toLocaleString('en')} of the credit postings wait for somebody to decide whether they
            arrived: <TextLink href={paths.credit({ state: 'unclear' })}>show them</TextLink>.
          </>
        ) : (
          'Credit postings are under way to VirtFusion. Try again in a few minutes.'
        )}
      </Callout>
    );
  }
  return mode === 'virtfusion' ? <ToVirtFusion saved={saved} /> : <ToLedger />;
}

function ToVirtFusion({ saved: { wallets, unlinked } }: { saved: SavedCreditSettings }) {
  return (
    <Callout tone="warn" title="What changes">
      <ul className="grid list-disc gap-1 pl-4">
        <li>
          What wallets hold here, <Money amount={wallets.held} className="text-ink" />, is given to VirtFusion
          as credit; what they are short of, <Money amount={wallets.owed} className="text-ink" />, is taken
          from it. It begins at once, and the wallets here then keep only what is not carried yet.
        </li>
        <li>What VirtFusion has as credit already stays there and counts.</li>
        <li>
          VirtFusion spends the same credit for servers that it bills itself, and what happens to a server
          when it is used up is decided there as well.
        </li>
        {unlinked.customers > 0 ? (
          <li>
            {unlinked.customers.toLocaleString('en')}{' '}
            {unlinked.customers === 1 ? 'customer has' : 'customers have'} no external relation id in
            VirtFusion. Their credit cannot be reached, so their wallets stay here:{' '}
            <TextLink href={paths.credit({ show: 'unlinked' })}>show them</TextLink>.
          </li>
        ) : null}
      </ul>
    </Callout>
  );
}

function ToLedger() {
  return (
    <Callout tone="warn" title="What changes">
      <ul className="grid list-disc gap-1 pl-4">
        <li>
          What VirtFusion has as credit stays in VirtFusion. Nothing is brought back: what customers still
          have there, you credit here by adjusting their wallets, and take out there.
        </li>
        <li>The wallets here begin with what was not carried yet, which is next to nothing.</li>
        <li>From the next run on charges are taken from the wallets here.</li>
      </ul>
    </Callout>
  );
}
