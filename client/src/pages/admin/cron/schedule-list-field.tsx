import { useQuery } from '@tanstack/react-query';
import { Plus, Trash2 } from 'lucide-react';
import { useController } from 'react-hook-form';
import { cronPreviewQuery } from '../../../api/cron.ts';
import { exactInstant } from '../../../components/instant.tsx';
import { Button } from '../../../components/ui/button.tsx';
import { Input } from '../../../components/ui/input.tsx';
import { useFormSurroundings } from '../../../forms/form-context.ts';
import { useSettled } from '../../../hooks/use-settled.ts';
import { problemAt } from './problem-at.ts';

const MOST = 10;
const presets = [
  { schedule: '30 * * * *', label: 'Half past every hour' },
  { schedule: '5 0 * * *', label: 'After midnight' },
  { schedule: '0 8 * * 1-5', label: 'Weekdays at eight' },
  { schedule: '0 0 1 * *', label: 'First of the month' },
];

/** Further cron expressions, each with its meaning. */
export function ScheduleListField({ timezone }: { timezone: string }) {
  const { field, fieldState } = useController<{ moreSchedules: string[] }, 'moreSchedules'>({
    name: 'moreSchedules',
  });
  const { readOnly } = useFormSurroundings();
  const schedules = field.value;
  const change = (next: string[]) => field.onChange(next);
  return (
    <fieldset className="grid gap-3">
      <legend className="mb-1 text-sm font-medium">Further schedules</legend>
      {schedules.length === 0 ? (
        <p className="text-sm text-ink-faint">None: runs start by the first schedule alone.</p>
      ) : null}
      {schedules.map((schedule, place) => (
        <ScheduleRow
          // A row is its place: the text changes while it is typed.
          key={place}
          place={place}
          schedule={schedule}
          timezone={timezone}
          readOnly={readOnly}
          problem={problemAt(fieldState.error, place)}
          onChange={(text) => change(schedules.map((one, at) => (at === place ? text : one)))}
          onRemove={() => change(schedules.filter((_, at) => at !== place))}
        />
      ))}
      {readOnly || schedules.length >= MOST ? null : (
        <div className="flex flex-wrap gap-2">
          {presets.map(({ schedule, label }) => (
            <Button key={schedule} size="sm" onClick={() => change([...schedules, schedule])}>
              <Plus aria-hidden="true" /> {label}
            </Button>
          ))}
        </div>
      )}
    </fieldset>
  );
}

interface ScheduleRowProps {
  place: number;
  schedule: string;
  timezone: string;
  readOnly: boolean;
  problem: string | undefined;
  onChange: (text: string) => void;
  onRemove: () => void;
}

function ScheduleRow({ place, schedule, timezone, readOnly, problem, onChange, onRemove }: ScheduleRowProps) {
  const label = `Schedule ${place + 2}`;
  return (
    <div className="grid gap-1">
      <div className="flex items-start gap-2">
        <Input
          aria-label={label}
          aria-invalid={problem ? true : undefined}
          className="max-w-64 font-mono"
          spellCheck={false}
          autoComplete="off"
          disabled={readOnly}
          value={schedule}
          onChange={(event) => onChange(event.target.value)}
        />
        {readOnly ? null : (
          <Button variant="quiet" size="icon" aria-label={`Remove ${label.toLowerCase()}`} onClick={onRemove}>
            <Trash2 />
          </Button>
        )}
      </div>
      {problem ? <p className="text-sm text-bad-ink">{problem}</p> : <Meaning {...{ schedule, timezone }} />}
    </div>
  );
}

function Meaning({ schedule, timezone }: { schedule: string; timezone: string }) {
  const asked = useSettled(schedule);
  const { data } = useQuery({
    ...cronPreviewQuery({ schedule: asked, timezone }),
    enabled: asked.length <= 200,
  });
  if (!data) return null;
  const [next] = data.nextRuns;
  return (
    <p className={data.valid ? 'text-sm text-ink-faint' : 'text-sm text-bad-ink'}>
      {data.valid ? data.sentence : data.problem}
      {data.valid && next ? `; next ${exactInstant(next, timezone)}` : ''}
    </p>
  );
}
