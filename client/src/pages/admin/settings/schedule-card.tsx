import { useQuery } from '@tanstack/react-query';
import { useFormContext } from 'react-hook-form';
import { cronPreviewQuery } from '../../../api/cron.ts';
import { Button } from '../../../components/ui/button.tsx';
import { CronField, type CronPreview } from '../../../forms/cron-field.tsx';
import { useFormSurroundings } from '../../../forms/form-context.ts';
import { TimezoneField } from '../../../forms/timezone-field.tsx';
import { useSettled } from '../../../hooks/use-settled.ts';
import { type FormValues, useTyped } from './form-values.ts';
import { settingLabels } from './setting-words.ts';
import { SettingsCard } from './settings-card.tsx';

const presets = [
  { schedule: '0 * * * *', label: 'Every hour' },
  { schedule: '15 * * * *', label: '15 minutes past every hour' },
  { schedule: '0 */6 * * *', label: 'Every 6 hours' },
];

/** When runs happen. It decides how soon hours are charged, never how many. */
export function ScheduleCard() {
  const timezone = useTyped('timezone');
  const schedule = useSchedulePreview(timezone);
  const { readOnly } = useFormSurroundings();
  return (
    <SettingsCard
      title="Schedule"
      description={
        <p>
          When hours that have ended are charged. A run bills all hours due, so none is lost between runs.
        </p>
      }
    >
      <div className="grid gap-2">
        <CronField
          name="cronSchedule"
          label={settingLabels.cronSchedule}
          hint="Five fields: minute, hour, day of the month, month, day of the week."
          {...schedule}
          timezone={timezone}
        />
        {readOnly ? null : <Presets />}
      </div>
      <TimezoneField
        name="timezone"
        label={settingLabels.timezone}
        className="max-w-md"
        hint={
          timezone === 'UTC'
            ? 'For the schedule and for the times shown. Hours and months are billed in UTC.'
            : 'Hours and months are billed in UTC. On the days the clocks change here a run may be skipped; the next one catches up.'
        }
      />
    </SettingsCard>
  );
}

function Presets() {
  const { setValue } = useFormContext<FormValues>();
  const typed = useTyped('cronSchedule');
  return (
    <fieldset className="flex flex-wrap gap-2">
      <legend className="sr-only">Common schedules</legend>
      {presets.map(({ schedule, label }) => (
        <Button
          key={schedule}
          size="sm"
          aria-pressed={typed === schedule}
          className="aria-pressed:border-accent aria-pressed:bg-accent-soft aria-pressed:text-accent-ink"
          onClick={() => setValue('cronSchedule', schedule, { shouldDirty: true, shouldValidate: true })}
        >
          {label}
        </Button>
      ))}
    </fieldset>
  );
}

/** The API takes no longer question; the form takes no longer schedule. */
const LONGEST_ASKED = 200;

/** What the schedule as typed means, asked a moment after the last letter. */
function useSchedulePreview(timezone: string): { preview: CronPreview | undefined; pending: boolean } {
  const typed = useTyped('cronSchedule');
  const schedule = useSettled(typed);
  const enabled = schedule.length <= LONGEST_ASKED;
  const { data, error, isPlaceholderData } = useQuery({
    ...cronPreviewQuery({ schedule, timezone }),
    enabled,
  });
  const pending = typed !== schedule || isPlaceholderData;
  if (!enabled) return { preview: unread('That is too long to be a schedule.'), pending };
  if (error) return { preview: unread(`What it means cannot be told now. ${error.message}`), pending };
  return { preview: data, pending };
}

function unread(problem: string): CronPreview {
  return { valid: false, problem, sentence: null, nextRuns: [] };
}
