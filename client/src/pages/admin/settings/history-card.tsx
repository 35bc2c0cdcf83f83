import { NumberField } from '../../../forms/number-field.tsx';
import { SwitchField } from '../../../forms/switch-field.tsx';
import { useTyped } from './form-values.ts';
import { settingLabels } from './setting-words.ts';
import { SettingsCard } from './settings-card.tsx';

/** How long every hour keeps a row of its own. */
export function HistoryCard() {
  const packs = useTyped('packMonths');
  return (
    <SettingsCard
      title="History"
      description={
        <p>
          A packed month takes a small part of the room. Every hour of it can still be read and explained.
        </p>
      }
    >
      <SwitchField
        name="packMonths"
        label={settingLabels.packMonths}
        hint={
          packs
            ? 'At night, once every hour is proved to come back as it was. It cannot be undone.'
            : 'Every hour is kept in full, for ever.'
        }
      />
      <NumberField
        name="monthsInFull"
        label={settingLabels.monthsInFull}
        unit="months"
        hint="Closed months before the running one that are left as they are, 2 to 13."
      />
      <SwitchField
        name="exportPacked"
        label={settingLabels.exportPacked}
        hint="A compressed CSV in the archive, read back and checked before the month is packed away."
      />
    </SettingsCard>
  );
}
