import { useMemo } from 'react';
import { useWatch } from 'react-hook-form';
import { z } from 'zod';
import { dunningPolicy } from '#shared/api/dunning-policy.ts';
import { type SavedPolicy, useSavePolicy } from '../../../api/dunning.ts';
import { Can } from '../../../components/can.tsx';
import { useToast } from '../../../components/ui/toast.tsx';
import { Form } from '../../../forms/form.tsx';
import { MoneyField } from '../../../forms/money-field.tsx';
import { NumberField } from '../../../forms/number-field.tsx';
import { RadioField } from '../../../forms/radio-field.tsx';
import { SwitchField } from '../../../forms/switch-field.tsx';
import { TimezoneField } from '../../../forms/timezone-field.tsx';
import { useServerForm } from '../../../forms/use-server-form.ts';
import { BlackoutListField } from '../cron/blackout-list-field.tsx';
import { DunningDryRun } from './dunning-dry-run.tsx';
import { PolicyLadder } from './policy-ladder.tsx';

type Values = z.input<typeof dunningPolicy>;

/** The policy, what it would mean for a wallet that runs empty now, and whom it would hit. */
export function DunningForm({ record, readOnly }: { record: SavedPolicy; readOnly: boolean }) {
  const save = useSavePolicy();
  const toast = useToast();
  const saved = useMemo<Values>(() => z.encode(dunningPolicy, record.policy), [record.policy]);
  const form = useServerForm<Values>({
    schema: dunningPolicy,
    saved,
    save: async (policy) => {
      const reply = await save.mutateAsync({ policy, version: record.version });
      toast({ title: 'Policy saved' });
      return z.encode(dunningPolicy, reply.policy);
    },
  });
  return (
    <Form form={form} readOnly={readOnly} submitLabel="Save policy">
      <SwitchField
        name="enabled"
        label="Suspend customers who owe"
        hint="Debts count from the moment this is switched on. Switched off, nobody new is suspended; who is stays so until paid."
      />
      <NumberField
        name="warnHours"
        label="Count as running low below"
        unit="hours left"
        hint="At the present rate of the customer’s servers."
      />
      <GraceFields />
      <WindowFields />
      <NumberField
        name="mostADay"
        label="Suspensions a day without a person"
        unit="customers"
        hint="With more than that all of them wait for somebody’s yes: a wrong price must not switch a fleet off. 0 for no limit."
      />
      <DeletionFields />
      <CurrentPolicy />
    </Form>
  );
}

function GraceFields() {
  const rule = useWatch<Values, 'graceRule'>({ name: 'graceRule' });
  return (
    <>
      <RadioField
        name="graceRule"
        label="Credit"
        choices={[
          {
            value: 'hours',
            label: 'By time',
            hint: 'Suspended so many hours after the wallet fell below zero.',
          },
          { value: 'amount', label: 'By amount', hint: 'Suspended once more than an amount is owed.' },
        ]}
      />
      {rule === 'amount' ? (
        <MoneyField name="creditLimit" label="Owed without being suspended" className="max-w-56" />
      ) : null}
      <NumberField
        name="graceHours"
        label={rule === 'amount' ? 'But no sooner than' : 'Grace'}
        unit="hours"
        hint="After the wallet fell below zero."
      />
    </>
  );
}

function WindowFields() {
  const timezone = useWatch<Values, 'timezone'>({ name: 'timezone' });
  return (
    <>
      <BlackoutListField
        name="holdWindows"
        legend="Windows without suspensions"
        meaning={`Nobody is suspended inside them, in ${timezone}; who is due is suspended at their end.`}
        fresh={{ days: [0, 6], from: '00:00', until: '00:00' }}
      />
      <TimezoneField name="timezone" label="Zone of the windows" className="max-w-md" />
    </>
  );
}

function DeletionFields() {
  const deletion = useWatch<Values, 'deletion'>({ name: 'deletion' });
  return (
    <>
      <SwitchField
        name="deletion"
        label="Allow deletions"
        hint="Never by itself: an owner asks for each server, and an owner confirms it a day later at the earliest."
      />
      {deletion ? (
        <NumberField
          name="retentionDays"
          label="Kept after suspension"
          unit="days"
          hint="Before a deletion may be asked for."
        />
      ) : null}
    </>
  );
}

/** What is typed, drawn and tried out, as soon as it is a policy. */
function CurrentPolicy() {
  const typed = useWatch<Values>() as Values;
  const read = dunningPolicy.safeParse(typed);
  if (!read.success) return null;
  return (
    <>
      <PolicyLadder policy={read.data} />
      <Can permission="settings.write">
        <DunningDryRun policy={typed} />
      </Can>
    </>
  );
}
