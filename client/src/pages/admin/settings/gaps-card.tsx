import { observationIntervals } from '#shared/api/settings.ts';
import { NumberField } from '../../../forms/number-field.tsx';
import { RadioField } from '../../../forms/radio-field.tsx';
import { SelectField } from '../../../forms/select-field.tsx';
import { useTyped, useTypedNumber } from './form-values.ts';
import { gapChoices, inMinutes, settingLabels } from './setting-words.ts';
import { SettingsCard } from './settings-card.tsx';

const intervals = observationIntervals.map((value) => ({ value, label: inMinutes(value) }));

/** VirtFusion keeps no history: what happens to the time between two looks. */
export function GapsCard() {
  const minutes = useTyped('observationIntervalMinutes');
  const looks = useTypedNumber('maxGapIntervals');
  return (
    <SettingsCard
      title="What was not seen"
      description={
        <p>
          VirtFusion keeps no history of power. Time between two looks counts as what both saw; where they
          differ, as the cheaper.
        </p>
      }
    >
      <SelectField
        name="observationIntervalMinutes"
        label={settingLabels.observationIntervalMinutes}
        choices={intervals}
        className="max-w-md"
        hint="Each divides an hour evenly. A change of state is known to within this long."
      />
      <NumberField
        name="maxGapIntervals"
        label={settingLabels.maxGapIntervals}
        unit="looks"
        hint={
          looks === null
            ? undefined
            : `${inMinutes(looks * minutes)} without a look. Charges inside a long gap are marked.`
        }
      />
      <RadioField name="gapPolicy" label={settingLabels.gapPolicy} choices={gapChoices} />
    </SettingsCard>
  );
}
