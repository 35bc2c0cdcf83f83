import { useWatch } from 'react-hook-form';
import type { BillingSettings } from '#shared/api/settings.ts';
import { useInstallation } from '../../../api/installation.ts';
import type { PackageWithRates } from '../../../api/rates.ts';
import type { WhatIfChange } from '../../../api/what-if.ts';
import { moneyText } from '../../../components/money.tsx';
import { monthName } from '../../../components/month-name.ts';
import { Form, FormSection } from '../../../forms/form.tsx';
import { MoneyField } from '../../../forms/money-field.tsx';
import { NumberField } from '../../../forms/number-field.tsx';
import { RadioField } from '../../../forms/radio-field.tsx';
import { SelectField } from '../../../forms/select-field.tsx';
import { useServerForm } from '../../../forms/use-server-form.ts';
import { useNow } from '../../../hooks/use-now.ts';
import { rateInForce } from '../rates/rate-in-force.ts';
import { capChoices, countingChoices, settingLabels } from '../settings/setting-words.ts';
import {
  changeIn,
  monthsTo,
  priceField,
  pricesIn,
  type WhatIfValues,
  whatIfSchema,
} from './what-if-values.ts';

export interface WhatIfFormProps {
  settings: BillingSettings;
  packages: readonly PackageWithRates[];
  saved: WhatIfValues;
  /** Null when nothing differs. */
  ask: (change: WhatIfChange | null) => void;
}

/** Terms and prices to try. Nothing here is saved. */
export function WhatIfForm({ settings, packages, saved, ask }: WhatIfFormProps) {
  const { present, last } = monthsTo(useNow());
  const form = useServerForm<WhatIfValues>({
    schema: whatIfSchema,
    saved,
    save: async (values) => {
      const change = changeIn(values, settings, pricesIn(values, packages));
      ask(change && { ...change, month: values.month });
      return values;
    },
  });
  return (
    <Form form={form} guard={false} submitWhenClean submitLabel="Compare">
      <FormSection title="Compare with" description="Worked out from the evidence that was stored.">
        <SelectField
          name="month"
          label="Month"
          choices={[
            { value: last, label: `${monthName(last)}, the whole month` },
            { value: present, label: `${monthName(present)}, so far` },
          ]}
        />
      </FormSection>
      <FormSection
        title="Prices"
        description="Another monthly price, as if it had held all month. Empty: as it was. Prices of single servers stay."
      >
        <PriceFields packages={packages} />
      </FormSection>
      <FormSection title="Terms" description="As the settings say, until you change something.">
        <NumberField name="hoursPerMonth" label={settingLabels.hoursPerMonth} unit="hours" />
        <div className="grid items-start gap-4 sm:grid-cols-3">
          <NumberField name="runningPercent" label={settingLabels.runningPercent} unit="%" />
          <NumberField name="stoppedPercent" label={settingLabels.stoppedPercent} unit="%" />
          <NumberField name="suspendedPercent" label={settingLabels.suspendedPercent} unit="%" />
        </div>
        <RadioField name="countingRule" label={settingLabels.countingRule} choices={countingChoices} />
        <RadioField name="capRule" label={settingLabels.capRule} choices={capChoices} />
        <CapHours />
      </FormSection>
    </Form>
  );
}

function PriceFields({ packages }: { packages: readonly PackageWithRates[] }) {
  const { currency } = useInstallation();
  const now = useNow();
  if (packages.length === 0)
    return (
      <p className="text-sm text-ink-faint">No package yet: they come with the first look at VirtFusion.</p>
    );
  return (
    <div className="grid items-start gap-4 sm:grid-cols-2">
      {packages.map((pack) => {
        const rate = rateInForce(pack.rates, now);
        return (
          <MoneyField
            key={pack.id}
            name={`prices.${priceField(pack.id)}`}
            label={pack.name}
            hint={rate ? `Now ${moneyText(rate.monthlyPrice, currency)} a month` : 'No price yet'}
            placeholder=""
          />
        );
      })}
    </div>
  );
}

function CapHours() {
  const rule = useWatch<WhatIfValues>({ name: 'capRule' });
  if (rule !== 'custom') return null;
  return <NumberField name="capHours" label={settingLabels.capHours} unit="hours" empty={null} />;
}
