import { useQuery, useQueryClient } from '@tanstack/react-query';
import { type ReactElement, useState } from 'react';
import { useWatch } from 'react-hook-form';
import { price } from '#shared/api/values.ts';
import { type PackageWithRates, ratePreviewQuery, useAddRate } from '../../../api/rates.ts';
import { settingsQuery } from '../../../api/settings.ts';
import { ErrorNotice } from '../../../components/error-notice.tsx';
import { resourcesText } from '../../../components/resources-text.ts';
import { Button } from '../../../components/ui/button.tsx';
import { Dialog, DialogClose } from '../../../components/ui/dialog.tsx';
import { Skeleton } from '../../../components/ui/skeleton.tsx';
import { useToast } from '../../../components/ui/toast.tsx';
import { Form } from '../../../forms/form.tsx';
import { HourField } from '../../../forms/hour-field.tsx';
import { MoneyField } from '../../../forms/money-field.tsx';
import { NumberField } from '../../../forms/number-field.tsx';
import { RadioField } from '../../../forms/radio-field.tsx';
import { CheckboxField } from '../../../forms/switch-field.tsx';
import { TextareaField } from '../../../forms/text-field.tsx';
import { useServerForm } from '../../../forms/use-server-form.ts';
import { useNow } from '../../../hooks/use-now.ts';
import { steepRise, useRiseGuard } from '../what-if/use-rise-guard.tsx';
import { blankRate, inputOf, type NewRate, newRate } from './new-rate.ts';
import { PriceImpact, type RateQuestion } from './price-impact.tsx';
import { PricePreview } from './price-preview.tsx';
import { type PriceTerms, priceTerms } from './price-terms.ts';
import { startChoices } from './start-choices.ts';

export interface AddRateDialogProps {
  pack: PackageWithRates;
  trigger: ReactElement;
}

/** Sets what a package costs, from an hour on. */
export function AddRateDialog({ pack, trigger }: AddRateDialogProps) {
  const [open, setOpen] = useState(false);
  const settings = useQuery(settingsQuery);
  return (
    <Dialog
      open={open}
      onOpenChange={setOpen}
      title={`A price for ${pack.name}`}
      description={`${resourcesText(pack)}. Prices are added, never edited: what was charged stays as it was.`}
      trigger={trigger}
    >
      {settings.data ? (
        <AddRateForm pack={pack} terms={priceTerms(settings.data.settings)} close={() => setOpen(false)} />
      ) : settings.error ? (
        <ErrorNotice error={settings.error} retry={() => settings.refetch()} retrying={settings.isFetching} />
      ) : (
        <Skeleton className="h-64" />
      )}
    </Dialog>
  );
}

interface AddRateFormProps {
  pack: PackageWithRates;
  terms: PriceTerms;
  close: () => void;
}

/** The form, and the question it asks before it sends a steep rise. */
function useAddRateForm(pack: PackageWithRates, close: () => void) {
  const add = useAddRate();
  const toast = useToast();
  const client = useQueryClient();
  const rise = useRiseGuard();
  const form = useServerForm<NewRate>({
    schema: newRate,
    saved: blankRate,
    save: async (values) => {
      await add.mutateAsync({
        packageId: pack.id,
        ...inputOf(values),
        confirmRise: rise.confirmed.current || undefined,
      });
      toast({ title: `${pack.name} has a new price` });
      close();
      return null;
    },
  });
  const guarded = rise.guard(form, async () => {
    const question = questionOf(form.form.getValues(), pack);
    const told = question && (await client.fetchQuery({ ...ratePreviewQuery(question), staleTime: 0 }));
    if (!told?.asks || told.rise === null || form.form.getValues('keepExisting')) return null;
    return steepRise(told.rise, told.limitPercent, { prices: [priceIn(form.form.getValues(), pack)] });
  });
  return { form: guarded, riseDialog: rise.dialog };
}

function AddRateForm({ pack, terms, close }: AddRateFormProps) {
  const now = useNow();
  const { form, riseDialog } = useAddRateForm(pack, close);
  const typed = useWatch({ control: form.form.control }) as NewRate;
  const { monthlyPrice, starts, runningPercent, keepExisting } = typed;
  const amount = price.safeParse(monthlyPrice);
  return (
    <>
      {riseDialog}
      <Form
        form={form}
        guard={false}
        submitLabel="Set price"
        actions={<DialogClose render={<Button disabled={form.saving}>Cancel</Button>} />}
      >
        <MoneyField name="monthlyPrice" label="Monthly price" className="max-w-56" />
        <PricePreview
          monthlyPrice={amount.success ? amount.data : null}
          terms={{ ...terms, runningPercent: runningPercent ?? terms.runningPercent }}
        />
        <PriceImpact question={questionOf(typed, pack)} keeps={keepExisting && starts !== 'waiting'} />
        <RadioField name="starts" label="From when" choices={startChoices(pack, now)} />
        {starts === 'chosen' ? (
          <HourField
            name="effectiveFrom"
            label="Hour"
            hint="A whole hour, in UTC as all billing is."
            min={now}
          />
        ) : null}
        {pack.servers > 0 && pack.rates.length > 0 && starts !== 'waiting' ? (
          <CheckboxField
            name="keepExisting"
            label="Leave the servers it has now on their price"
            hint="Each keeps it while it has this package; you can end that on the server’s page."
          />
        ) : null}
        <StatePercents />
        <TextareaField
          name="reason"
          label="Reason (optional)"
          hint="Kept with the price and in the audit log."
        />
      </Form>
    </>
  );
}

function StatePercents() {
  return (
    <details className="text-sm">
      <summary className="w-fit cursor-pointer rounded-xs font-medium">Advanced</summary>
      <div className="mt-3 grid gap-4">
        <p className="text-ink-faint">
          What an hour costs in each state, in percent of its price. Empty follows the settings.
        </p>
        <div className="grid gap-4 sm:grid-cols-3">
          <NumberField name="runningPercent" label="Running" unit="%" empty={null} />
          <NumberField name="stoppedPercent" label="Stopped" unit="%" empty={null} />
          <NumberField name="suspendedPercent" label="Suspended" unit="%" empty={null} />
        </div>
      </div>
    </details>
  );
}

/** What is typed as a question about its meaning; null while it is no price. */
function questionOf(values: NewRate, { id: packageId }: PackageWithRates): RateQuestion | null {
  const parsed = newRate.safeParse(values);
  if (!parsed.success) return null;
  const { monthlyPrice, effectiveFrom, runningPercent, stoppedPercent, suspendedPercent } = inputOf(values);
  const given = { effectiveFrom, runningPercent, stoppedPercent, suspendedPercent };
  const known = Object.entries(given).filter(([, value]) => value != null);
  return { packageId, monthlyPrice: monthlyPrice.trim(), ...Object.fromEntries(known) };
}

function priceIn(
  { monthlyPrice, runningPercent, stoppedPercent, suspendedPercent }: NewRate,
  { id: packageId }: PackageWithRates,
) {
  return {
    packageId,
    monthlyPrice: monthlyPrice.trim(),
    runningPercent: runningPercent ?? null,
    stoppedPercent: stoppedPercent ?? null,
    suspendedPercent: suspendedPercent ?? null,
  };
}
