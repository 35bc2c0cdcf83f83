import { CalendarClock, CircleAlert } from 'lucide-react';
import { exactInstant } from '../components/instant.tsx';
import { cn } from '../components/ui/cn.ts';
import { Skeleton } from '../components/ui/skeleton.tsx';
import type { FieldProps } from './field.tsx';
import { TextField } from './text-field.tsx';

/** What the server says of a schedule; it asks the very library that will run it. */
export interface CronPreview {
  valid: boolean;
  problem: string | null;
  sentence: string | null;
  nextRuns: readonly Date[];
}

export interface CronFieldProps extends FieldProps {
  /** Of the schedule as typed; undefined while it is being asked for. */
  preview: CronPreview | undefined;
  /** The preview is still of what was typed before. */
  pending?: boolean;
  /** The zone the schedule is read in. */
  timezone: string;
}

/** A schedule, with the sentence it means and when it would run next. */
export function CronField({ preview, pending = false, timezone, ...props }: CronFieldProps) {
  return (
    <div className="grid gap-2">
      <TextField {...props} mono spellCheck={false} autoComplete="off" placeholder="0 * * * *" />
      <div
        aria-live="polite"
        aria-busy={pending}
        className={cn('rounded-lg bg-sunken px-3 py-2.5 text-sm', pending && 'animate-pulse')}
      >
        <CronMeaning preview={preview} timezone={timezone} />
      </div>
    </div>
  );
}

function CronMeaning({ preview, timezone }: Pick<CronFieldProps, 'preview' | 'timezone'>) {
  if (!preview) return <Skeleton className="w-2/3 bg-line" />;
  if (!preview.valid) {
    return (
      <p className="flex gap-2 text-ink-soft">
        <CircleAlert aria-hidden="true" className="mt-0.5 size-4 shrink-0 text-bad-ink" />
        {preview.problem ?? 'This is not a schedule.'}
      </p>
    );
  }
  return (
    <>
      <p className="flex gap-2 font-medium">
        <CalendarClock aria-hidden="true" className="mt-0.5 size-4 shrink-0 text-accent-ink" />
        {preview.sentence}
      </p>
      <ol aria-label="Next runs" className="mt-1.5 grid gap-x-4 pl-6 text-ink-soft sm:grid-cols-2">
        {preview.nextRuns.map((run) => (
          <li key={run.toISOString()}>
            <time dateTime={run.toISOString()}>{exactInstant(run, timezone)}</time>
          </li>
        ))}
      </ol>
    </>
  );
}
