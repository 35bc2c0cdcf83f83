import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useMemo, useState } from 'react';
import { type BillingSettings, priceMakingOf } from '#shared/api/settings.ts';
import { steepestRise } from '#shared/billing/price-rise.ts';
import { ApiError } from '../../../api/call.ts';
import { type SavedSettings, settingsQuery, useUpdateSettings } from '../../../api/settings.ts';
import { useToast } from '../../../components/ui/toast.tsx';
import { Form } from '../../../forms/form.tsx';
import { useServerForm } from '../../../forms/use-server-form.ts';
import { type SteepRise, steepRise, useRiseGuard } from '../what-if/use-rise-guard.tsx';
import { changeIn } from '../what-if/what-if-values.ts';
import { BillingCard } from './billing-card.tsx';
import { BrakesCard } from './brakes-card.tsx';
import { CurrencyCard } from './currency-card.tsx';
import { type FormValues, formSchema, formValues, settingsIn } from './form-values.ts';
import { GapsCard } from './gaps-card.tsx';
import { HistoryCard } from './history-card.tsx';
import { PriceCard } from './price-card.tsx';
import { RequestsCard } from './requests-card.tsx';
import { ScheduleCard } from './schedule-card.tsx';
import { StatesCard } from './states-card.tsx';
import { TheirChanges } from './their-changes.tsx';

/** The whole record as one form, saved as one: what belongs together changes together. */
export function BillingSettingsForm({ record, readOnly }: { record: SavedSettings; readOnly: boolean }) {
  const { form, refusedSince, riseDialog } = useSettingsForm(record);
  return (
    <>
      {riseDialog}
      <Form
        form={form}
        readOnly={readOnly}
        footer="bar"
        describeConflict={() =>
          refusedSince ? <TheirChanges before={refusedSince} record={record} /> : null
        }
      >
        <BillingCard record={record} />
        <ScheduleCard />
        <PriceCard />
        <StatesCard />
        <GapsCard />
        <RequestsCard />
        <BrakesCard />
        <HistoryCard />
        <CurrencyCard />
      </Form>
    </>
  );
}

function useSettingsForm(record: SavedSettings) {
  const client = useQueryClient();
  const update = useUpdateSettings();
  const toast = useToast();
  const rise = useRiseGuard();
  /** What a save that was refused had been typed over; told beside what the other admin made of it. */
  const [refusedSince, setRefusedSince] = useState<BillingSettings | null>(null);
  const saved = useMemo(() => formValues(record.settings), [record.settings]);
  const form = useServerForm<FormValues>({
    schema: formSchema,
    saved,
    save: async (values) => {
      try {
        const input = {
          settings: settingsIn(values),
          version: record.version,
          resumeFrom: values.resumeFrom,
          confirmRise: rise.confirmed.current || undefined,
        };
        const reply = await update.mutateAsync(input);
        toast({ title: 'Settings saved', description: switched(record.settings, reply.settings) });
        return formValues(reply.settings);
      } catch (error) {
        if (error instanceof ApiError && error.code === 'conflict') setRefusedSince(record.settings);
        throw error;
      }
    },
  });
  const { conflict } = form;
  useEffect(() => {
    // Only once the refusal is shown: what comes now moves the fields, and is told beside what was typed.
    if (conflict) void client.invalidateQueries({ queryKey: settingsQuery.queryKey });
  }, [conflict, client]);
  const guarded = rise.guard(form, async () => steepRiseIn(form.form.getValues(), record));
  return { form: guarded, refusedSince, riseDialog: rise.dialog };
}

/** Before billing was ever on nobody has a price that could rise. */
function steepRiseIn(typed: FormValues, { settings, lastOnUntil }: SavedSettings): SteepRise | null {
  const parsed = formSchema.safeParse(typed);
  if (!parsed.success || (!settings.enabled && lastOnUntil === null)) return null;
  const next = settingsIn(parsed.data);
  const rise = steepestRise(priceMakingOf(settings), priceMakingOf(next));
  return steepRise(rise, settings.confirmRisePercent, changeIn(next, settings));
}

function switched(before: BillingSettings, after: BillingSettings): string | undefined {
  if (before.enabled === after.enabled) return undefined;
  return after.enabled ? 'Hourly billing is on.' : 'Hourly billing is off.';
}
