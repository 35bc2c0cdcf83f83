import { SelectField } from '../../../forms/select-field.tsx';
import { settingLabels } from './setting-words.ts';
import { SettingsCard } from './settings-card.tsx';

const names = new Intl.DisplayNames('en', { type: 'currency' });
const currencies = Intl.supportedValuesOf('currency').map((code) => ({
  value: code,
  label: `${code} · ${names.of(code)}`,
}));

/** The one currency of the installation. */
export function CurrencyCard() {
  return (
    <SettingsCard title="Currency" description={<p>One for all rates, wallets and charges.</p>}>
      <SelectField
        name="currency"
        label={settingLabels.currency}
        choices={currencies}
        searchable
        className="max-w-md"
        placeholder="Type a code or a name"
        hint="Amounts are not converted: the numbers stay, the currency they are in changes."
      />
    </SettingsCard>
  );
}
