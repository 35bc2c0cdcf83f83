import { useQuery } from '@tanstack/react-query';
import { connectionQuery, type SavedSettings } from '../../../api/settings.ts';
import { exactInstant } from '../../../components/instant.tsx';
import { Callout } from '../../../components/ui/callout.tsx';
import { RadioField } from '../../../forms/radio-field.tsx';
import { SwitchField } from '../../../forms/switch-field.tsx';
import { useTyped } from './form-values.ts';
import { settingLabels } from './setting-words.ts';
import { SettingsCard } from './settings-card.tsx';
import { useResetWhenGone } from './use-reset-when-gone.ts';

/** The switch, and what a new beginning means for the time before it. */
export function BillingCard({ record }: { record: SavedSettings }) {
  const enabled = useTyped('enabled');
  const turnsOn = enabled && !record.settings.enabled;
  return (
    <SettingsCard
      title="Hourly billing"
      description={<p>Off until you say so. Switching it on never charges for the past by itself.</p>}
    >
      <SwitchField
        name="enabled"
        label={settingLabels.enabled}
        hint="Every whole hour a server was up is charged to its customer’s wallet, once."
      />
      {turnsOn && record.lastOnUntil ? <ResumeChoice since={record.lastOnUntil} /> : null}
      {turnsOn ? <NothingToBill /> : null}
    </SettingsCard>
  );
}

function ResumeChoice({ since }: { since: Date }) {
  useResetWhenGone('resumeFrom');
  const timezone = useTyped('timezone');
  return (
    <RadioField
      name="resumeFrom"
      label="Billing was off for a while. Start …"
      choices={[
        { value: 'now', label: 'From now', hint: 'The time off was free.' },
        {
          value: 'lastBilled',
          label: `Catch up since ${exactInstant(since, timezone)}`,
          hint: 'The next run charges every hour since then in which a server was seen up.',
        },
      ]}
    />
  );
}

function NothingToBill() {
  const { data } = useQuery(connectionQuery);
  if (data?.source !== 'none') return null;
  return (
    <Callout tone="warn" title="No VirtFusion is connected yet">
      Nothing can be seen or billed until its URL and token are saved, at the foot of this page.
    </Callout>
  );
}
