import { NumberField } from '../../../forms/number-field.tsx';
import { SwitchField } from '../../../forms/switch-field.tsx';
import { settingLabels } from './setting-words.ts';
import { SettingsCard } from './settings-card.tsx';

/** How hard VirtFusion may be asked, and which of its servers are ours to bill. */
export function RequestsCard() {
  return (
    <SettingsCard
      title="VirtFusion requests"
      description={<p>How often your panel may be asked. Its own limits are obeyed besides.</p>}
    >
      <div className="grid items-start gap-x-4 gap-y-5 sm:grid-cols-2">
        <NumberField
          name="requestsPerMinute"
          label={settingLabels.requestsPerMinute}
          hint="From 10 to 100,000. The panel’s other users share it."
        />
        <NumberField
          name="requestConcurrency"
          label={settingLabels.requestConcurrency}
          hint="From 1 to 64, at the same time."
        />
      </div>
      <SwitchField
        name="billSelfService"
        label={settingLabels.billSelfService}
        hint="VirtFusion bills its self-service servers by itself. Billed here as well, their owners pay twice."
      />
    </SettingsCard>
  );
}
