import { NumberField } from '../../../forms/number-field.tsx';
import { RadioField } from '../../../forms/radio-field.tsx';
import { useTyped } from './form-values.ts';
import { HourlyPricePreview } from './hourly-price-preview.tsx';
import { capChoices, countingChoices, settingLabels } from './setting-words.ts';
import { SettingsCard } from './settings-card.tsx';
import { useResetWhenGone } from './use-reset-when-gone.ts';

/** From a monthly price to the price of an hour. */
export function PriceCard() {
  const capRule = useTyped('capRule');
  return (
    <SettingsCard
      title="Price of time"
      description={<p>How a monthly price becomes the price of an hour, and where a month stops costing.</p>}
    >
      <div className="grid gap-2">
        <NumberField
          name="hoursPerMonth"
          label={settingLabels.hoursPerMonth}
          unit="hours"
          hint="730 is a year’s hours divided by twelve; 672 is four weeks."
        />
        <HourlyPricePreview />
      </div>
      <RadioField name="countingRule" label={settingLabels.countingRule} choices={countingChoices} />
      <RadioField name="capRule" label={settingLabels.capRule} choices={capChoices} />
      {capRule === 'custom' ? <CapHours /> : null}
    </SettingsCard>
  );
}

function CapHours() {
  useResetWhenGone('capHours');
  return <NumberField name="capHours" label={settingLabels.capHours} unit="hours" />;
}
