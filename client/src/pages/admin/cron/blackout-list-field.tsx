import { Plus, Trash2 } from 'lucide-react';
import { type FieldValues, useController } from 'react-hook-form';
import type { BlackoutWindow } from '#shared/schedule/blackout.ts';
import { blackoutText, dayNames, daysFromMonday } from '../../../components/blackout-text.ts';
import { Button } from '../../../components/ui/button.tsx';
import { Input } from '../../../components/ui/input.tsx';
import { useFormSurroundings } from '../../../forms/form-context.ts';
import { problemAt, problemOfList } from './problem-at.ts';

const MOST = 10;

export interface BlackoutListFieldProps {
  /** The key of the list in the form. */
  name: string;
  legend: string;
  /** What does not happen inside the windows, in a sentence. */
  meaning: string;
  /** A window as it is added. */
  fresh: BlackoutWindow;
}

/** Windows of the week in which something does not happen. */
export function BlackoutListField({ name, legend, meaning, fresh }: BlackoutListFieldProps) {
  const { field, fieldState } = useController<FieldValues, string>({ name });
  const { readOnly } = useFormSurroundings();
  const windows: readonly BlackoutWindow[] = field.value;
  const change = (next: BlackoutWindow[]) => field.onChange(next);
  const whole = problemOfList(fieldState.error);
  return (
    <fieldset className="grid gap-3">
      <legend className="mb-1 text-sm font-medium">{legend}</legend>
      <p className="text-sm text-ink-faint">
        {windows.length === 0 ? 'None. ' : ''}
        {meaning}
      </p>
      {windows.map((window, place) => (
        <BlackoutRow
          key={place}
          place={place}
          window={window}
          readOnly={readOnly}
          problem={problemAt(fieldState.error, place)}
          onChange={(next) => change(windows.map((one, at) => (at === place ? next : one)))}
          onRemove={() => change(windows.filter((_, at) => at !== place))}
        />
      ))}
      {whole ? <p className="text-sm text-bad-ink">{whole}</p> : null}
      {readOnly || windows.length >= MOST ? null : (
        <Button size="sm" className="justify-self-start" onClick={() => change([...windows, fresh])}>
          <Plus aria-hidden="true" /> Add a window
        </Button>
      )}
    </fieldset>
  );
}

interface BlackoutRowProps {
  place: number;
  window: BlackoutWindow;
  readOnly: boolean;
  problem: string | undefined;
  onChange: (window: BlackoutWindow) => void;
  onRemove: () => void;
}

function BlackoutRow({ place, window, readOnly, problem, onChange, onRemove }: BlackoutRowProps) {
  const name = `window ${place + 1}`;
  return (
    <div className="grid gap-2 rounded-lg bg-sunken p-3">
      <div className="flex flex-wrap items-center gap-2">
        <DayChoice name={name} window={window} readOnly={readOnly} onChange={onChange} />
        <TimeInput
          label={`${name} begins`}
          value={window.from}
          readOnly={readOnly}
          onChange={(from) => onChange({ ...window, from })}
        />
        <span className="text-sm text-ink-soft">to</span>
        <TimeInput
          label={`${name} ends`}
          value={window.until}
          readOnly={readOnly}
          onChange={(until) => onChange({ ...window, until })}
        />
        {readOnly ? null : (
          <Button variant="quiet" size="icon" aria-label={`Remove ${name}`} onClick={onRemove}>
            <Trash2 />
          </Button>
        )}
      </div>
      <p className={problem ? 'text-sm text-bad-ink' : 'text-sm text-ink-soft'}>
        {problem ?? blackoutText(window)}
      </p>
    </div>
  );
}

function DayChoice({
  name,
  window,
  readOnly,
  onChange,
}: Pick<BlackoutRowProps, 'window' | 'readOnly' | 'onChange'> & { name: string }) {
  const toggle = (day: number) => {
    const days = window.days.includes(day)
      ? window.days.filter((one) => one !== day)
      : [...window.days, day].sort();
    onChange({ ...window, days });
  };
  return (
    <fieldset className="flex flex-wrap gap-1">
      <legend className="sr-only">Days of {name}</legend>
      {daysFromMonday.map((day) => (
        <Button
          key={day}
          size="sm"
          disabled={readOnly}
          aria-label={dayNames[day]}
          aria-pressed={window.days.includes(day)}
          className="px-2 aria-pressed:border-accent aria-pressed:bg-accent-soft aria-pressed:text-accent-ink"
          onClick={() => toggle(day)}
        >
          {dayNames[day].slice(0, 2)}
        </Button>
      ))}
    </fieldset>
  );
}

interface TimeInputProps {
  label: string;
  value: string;
  readOnly: boolean;
  onChange: (time: string) => void;
}

function TimeInput({ label, value, readOnly, onChange }: TimeInputProps) {
  return (
    <Input
      type="time"
      aria-label={label}
      className="w-28"
      disabled={readOnly}
      value={value}
      onChange={(event) => onChange(event.target.value)}
    />
  );
}
