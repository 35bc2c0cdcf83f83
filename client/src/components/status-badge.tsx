import type { runStatuses } from '#shared/api/runs.ts';
import type { serverStates } from '#shared/api/servers.ts';
import { Badge, type Tone } from './ui/badge.tsx';
import { cn } from './ui/cn.ts';

export type Status =
  | (typeof runStatuses)[number]
  | (typeof serverStates)[number]
  | 'on'
  | 'off'
  | 'set_aside'
  | 'unknown';

const looks: Record<Status, { label: string; tone: Tone }> = {
  observing: { label: 'Looking at servers', tone: 'info' },
  held: { label: 'Held for review', tone: 'warn' },
  billing: { label: 'Billing', tone: 'info' },
  done: { label: 'Done', tone: 'good' },
  done_with_failures: { label: 'Done, some failed', tone: 'warn' },
  cancelled: { label: 'Cancelled', tone: 'neutral' },
  running: { label: 'Running', tone: 'good' },
  stopped: { label: 'Stopped', tone: 'neutral' },
  suspended: { label: 'Suspended', tone: 'warn' },
  present: { label: 'Present', tone: 'good' },
  native: { label: 'Billed by VirtFusion', tone: 'neutral' },
  gone: { label: 'Gone', tone: 'neutral' },
  on: { label: 'On', tone: 'good' },
  off: { label: 'Off', tone: 'neutral' },
  set_aside: { label: 'Set aside', tone: 'warn' },
  unknown: { label: 'Not seen yet', tone: 'neutral' },
};

const dots: Record<Tone, string> = {
  neutral: 'border border-current',
  accent: 'bg-accent',
  good: 'bg-good',
  warn: 'bg-warn',
  bad: 'bg-bad',
  info: 'bg-info animate-pulse',
};

/** The state of a run or a server, in words; the dot is full, hollow or alive besides its colour. */
export function StatusBadge({ status, label }: { status: Status; label?: string }) {
  const look = looks[status];
  return (
    <Badge tone={look.tone}>
      <span aria-hidden="true" className={cn('size-1.5 rounded-full', dots[look.tone])} />
      {label ?? look.label}
    </Badge>
  );
}
