import { useState } from 'react';
import { useWatch } from 'react-hook-form';
import { useLocation, useSearch } from 'wouter';
import type { PackageWithRates } from '../../../api/rates.ts';
import { useCreateReplay } from '../../../api/replays.ts';
import { newIdempotencyKey } from '../../../components/new-idempotency-key.ts';
import { Form } from '../../../forms/form.tsx';
import { HourField } from '../../../forms/hour-field.tsx';
import { MoneyField } from '../../../forms/money-field.tsx';
import { RadioField } from '../../../forms/radio-field.tsx';
import { SelectField } from '../../../forms/select-field.tsx';
import { TextareaField, TextField } from '../../../forms/text-field.tsx';
import { useServerForm } from '../../../forms/use-server-form.ts';
import { paths } from '../../../paths.ts';
import { blankReplay, inputOf, type NewReplay, newReplay } from './new-replay.ts';

export interface NewReplayFormProps {
  packages: readonly PackageWithRates[];
  readOnly: boolean;
}

/** Which hours, whose, what was wrong with them, and why. */
export function NewReplayForm({ packages, readOnly }: NewReplayFormProps) {
  const [, go] = useLocation();
  const search = useSearch();
  const [blank] = useState(() => blankReplay(new URLSearchParams(search)));
  // One a form: however often it is sent from here, there is one replay.
  const [idempotencyKey] = useState(newIdempotencyKey);
  const create = useCreateReplay();
  const form = useServerForm<NewReplay>({
    schema: newReplay,
    saved: blank,
    save: async (values) => {
      const { replay } = await create.mutateAsync(inputOf(values, idempotencyKey));
      go(paths.replay(replay.id));
      return null;
    },
  });
  const values = useWatch({ control: form.form.control });
  const choices = packages.map(({ id, name }) => ({ value: id, label: name }));
  return (
    <Form form={form} readOnly={readOnly} submitLabel="Work out the differences">
      <div className="grid gap-5 sm:grid-cols-2">
        <HourField name="from" label="From" hint="The first hour that was charged wrong." />
        <HourField name="until" label="Until" hint="The first hour that was right again." />
      </div>
      <ScopeFields scope={values.scope} choices={choices} />
      <RadioField
        name="change"
        label="What was wrong"
        choices={[
          { value: 'price', label: 'The price', hint: 'The rates in force should have cost something else.' },
          {
            value: 'waive',
            label: 'Nothing should have been charged',
            hint: 'An outage of yours, for instance.',
          },
          { value: 'package', label: 'The package', hint: 'The server had another one than the books say.' },
          {
            value: 'gaps',
            label: 'Unseen time',
            hint: 'Time nobody looked should be free after all, or billed.',
          },
        ]}
      />
      <ChangeFields change={values.change} scope={values.scope} choices={choices} />
      <TextareaField
        name="reason"
        label="Reason"
        hint="Customers see it with the correction; kept in the audit log."
      />
    </Form>
  );
}

interface ChoiceProps {
  change: NewReplay['change'] | undefined;
  scope: NewReplay['scope'] | undefined;
  choices: { value: number; label: string }[];
}

function ScopeFields({ scope, choices }: Omit<ChoiceProps, 'change'>) {
  return (
    <>
      <RadioField
        name="scope"
        label="For"
        choices={[
          { value: 'package', label: 'The servers of a package' },
          { value: 'customer', label: 'One customer' },
          { value: 'server', label: 'One server' },
          { value: 'all', label: 'All servers' },
        ]}
      />
      {scope === 'package' ? (
        <SelectField name="scopePackage" label="Package" choices={choices} placeholder="Choose a package" />
      ) : null}
      {scope === 'customer' || scope === 'server' ? (
        <TextField
          name="scopeNumber"
          label={scope === 'server' ? 'Server number' : 'Customer number'}
          inputMode="numeric"
          className="max-w-48"
        />
      ) : null}
    </>
  );
}

function ChangeFields({ change, scope, choices }: ChoiceProps) {
  const whichever = { value: null, label: 'Whichever was in force' };
  switch (change) {
    case 'price':
      return (
        <div className="grid gap-5 sm:grid-cols-2">
          <MoneyField name="monthlyPrice" label="The right monthly price" />
          {scope === 'package' ? null : (
            <SelectField
              name="packageId"
              label="Price of"
              choices={scope === 'all' ? choices : [whichever, ...choices]}
              placeholder="Choose a package"
            />
          )}
        </div>
      );
    case 'package':
      return (
        <SelectField
          name="packageId"
          label="The package it had"
          choices={choices}
          placeholder="Choose a package"
        />
      );
    case 'gaps':
      return (
        <RadioField
          name="policy"
          label="Unseen time"
          choices={[
            { value: 'free', label: 'Is free' },
            { value: 'bill', label: 'Is billed' },
          ]}
        />
      );
    default:
      return null;
  }
}
