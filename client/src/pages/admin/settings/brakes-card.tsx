import { NumberField } from '../../../forms/number-field.tsx';
import { settingLabels } from './setting-words.ts';
import { SettingsCard } from './settings-card.tsx';

/** When a run is too unlike those before it to be billed without an admin's word. */
export function BrakesCard() {
  return (
    <SettingsCard
      title="Brakes"
      description={
        <p>A run beyond one of these writes nothing and waits for an admin’s word. 0 switches a brake off.</p>
      }
    >
      <div className="grid items-start gap-x-4 gap-y-5 sm:grid-cols-2">
        <NumberField
          name="brakeTotalPercent"
          label={settingLabels.brakeTotalPercent}
          unit="%"
          hint="Of what as many hours usually cost: 300 holds a run at three times the price."
        />
        <NumberField
          name="brakeFleetPercent"
          label={settingLabels.brakeFleetPercent}
          unit="%"
          hint="Between two looks, from 20 servers on."
        />
        <NumberField
          name="brakeCatchUpHours"
          label={settingLabels.brakeCatchUpHours}
          unit="hours"
          hint="For one server in one run."
        />
        <NumberField
          name="brakeFreePercent"
          label={settingLabels.brakeFreePercent}
          unit="points"
          hint="Percent points above the usual share of servers that cost nothing."
        />
        <NumberField
          name="confirmRisePercent"
          label={settingLabels.confirmRisePercent}
          unit="%"
          hint="A save that makes anything dearer by more shows first what it would mean. 0 asks at every rise."
        />
      </div>
    </SettingsCard>
  );
}
