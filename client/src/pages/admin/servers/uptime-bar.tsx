import { useInstallation } from '../../../api/installation.ts';
import { durationText } from '../../../components/duration.ts';
import { hourRange } from '../../../components/hour-range.tsx';
import { cn } from '../../../components/ui/cn.ts';
import { useNow } from '../../../hooks/use-now.ts';
import { hourTicks } from './hour-ticks.ts';
import { stateWords } from './state-words.ts';
import {
  type SegmentState,
  type Stretch,
  secondsByState,
  uptimeSegments,
  type Window,
} from './uptime-segments.ts';

const HOURS = 48;
const HOUR_MS = 3_600_000;

const words: Record<SegmentState, string> = {
  ...stateWords,
  unseen: 'Not seen',
  absent: 'Not there',
};

const hatched =
  'bg-[repeating-linear-gradient(135deg,var(--control)_0_1.5px,transparent_1.5px_6px)] border-y border-dashed border-control';

/** Height as well as colour tells the states apart. */
const looks: Record<SegmentState, string> = {
  running: 'h-full bg-good',
  present: 'h-full bg-good',
  native: 'h-full bg-info',
  suspended: 'h-3/5 bg-warn',
  stopped: 'h-1/4 bg-control',
  gone: 'h-0.5 bg-control',
  unseen: cn('h-full', hatched),
  absent: 'h-0',
};

export interface UptimeBarProps {
  stretches: readonly Stretch[];
  /** Before it there was nothing to see, or nobody to see it. */
  watchedSince: Date;
  goneAt: Date | null;
}

/** The last 48 hours as seen, on an axis of time; the same in words below it. */
export function UptimeBar({ stretches, watchedSince, goneAt }: UptimeBarProps) {
  const { timezone } = useInstallation();
  const now = useNow();
  const window = { from: new Date(now.getTime() - HOURS * HOUR_MS), until: now };
  const segments = uptimeSegments(stretches, window, { from: watchedSince, until: goneAt });
  const totals = secondsByState(segments).filter(isWorthTelling);
  const summary = totals.map(({ state, seconds }) => `${words[state]} ${durationText(inMinutes(seconds))}`);
  return (
    <figure>
      <div
        role="img"
        aria-label={`The last ${HOURS} hours: ${summary.join(', ') || 'not there'}`}
        className="flex h-10 items-end overflow-hidden rounded-md bg-sunken"
      >
        {segments.map((segment) => (
          <span
            key={segment.from.getTime()}
            title={`${words[segment.state]}: ${hourRange(segment.from, segment.until, timezone)}`}
            className={cn('block', looks[segment.state])}
            style={{ width: `${share(segment, window)}%` }}
          />
        ))}
      </div>
      <TimeAxis window={window} timezone={timezone} />
      <figcaption className="mt-3 flex flex-wrap gap-x-5 gap-y-1.5 text-sm">
        {totals.map(({ state, seconds }) => (
          <span key={state} className="inline-flex items-center gap-2">
            <span aria-hidden="true" className="flex size-3.5 items-end overflow-hidden rounded-xs bg-sunken">
              <span className={cn('block w-full', looks[state])} />
            </span>
            {words[state]}
            <span className="text-ink-faint">{durationText(inMinutes(seconds))}</span>
          </span>
        ))}
      </figcaption>
      <details className="mt-3 text-sm">
        <summary className="w-fit cursor-pointer rounded-xs text-ink-soft">As a list</summary>
        <ol className="mt-2 grid gap-1">
          {segments
            .filter(({ state }) => state !== 'absent')
            .map((segment) => (
              <li key={segment.from.getTime()} className="flex flex-wrap gap-x-3">
                <span className="w-36 font-medium">{words[segment.state]}</span>
                <span className="text-ink-soft">{hourRange(segment.from, segment.until, timezone)}</span>
              </li>
            ))}
        </ol>
      </details>
    </figure>
  );
}

function TimeAxis({ window, timezone }: { window: Window; timezone: string }) {
  return (
    <div aria-hidden="true" className="relative h-8 text-2xs text-ink-faint">
      {hourTicks(window, timezone).map((tick) => {
        const at = share({ from: window.from, until: tick.at }, window);
        if (at < 0 || at > 97) return null;
        return (
          <span
            key={tick.at.getTime()}
            className={cn(
              'absolute top-0 border-l border-line pt-1 pl-1 leading-3.5',
              !tick.major && 'max-sm:hidden',
            )}
            style={{ left: `${at}%` }}
          >
            {tick.hour}
            {tick.day ? <span className="block text-ink-soft">{tick.day}</span> : null}
          </span>
        );
      })}
    </div>
  );
}

/** Seconds between the last look and now are no gap to worry about. */
function isWorthTelling({ state, seconds }: { state: SegmentState; seconds: number }): boolean {
  return state !== 'absent' && (state !== 'unseen' || seconds >= 60);
}

/** How much of the window a part takes, in percent. */
function share({ from, until }: Window, window: Window): number {
  return ((until.getTime() - from.getTime()) / (window.until.getTime() - window.from.getTime())) * 100;
}

/** Seconds say nothing on an axis of two days. */
function inMinutes(seconds: number): number {
  return seconds < 60 ? seconds : Math.round(seconds / 60) * 60;
}
