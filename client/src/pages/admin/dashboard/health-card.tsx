import { CircleAlert, CircleCheck, CirclePause, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Dashboard } from '../../../api/dashboard.ts';
import { exactInstant, Instant } from '../../../components/instant.tsx';
import { StatusBadge } from '../../../components/status-badge.tsx';
import { TextLink } from '../../../components/text-link.tsx';
import { Badge } from '../../../components/ui/badge.tsx';
import { Card } from '../../../components/ui/card.tsx';
import { cn } from '../../../components/ui/cn.ts';
import { useNow } from '../../../hooks/use-now.ts';
import { paths } from '../../../paths.ts';
import { countdown } from './countdown.ts';
import { type VerdictTone, verdictOf } from './verdict.ts';

const looks: Record<VerdictTone, { icon: typeof CircleCheck; style: string }> = {
  good: { icon: CircleCheck, style: 'bg-good-soft text-good-ink' },
  warn: { icon: TriangleAlert, style: 'bg-warn-soft text-warn-ink' },
  bad: { icon: CircleAlert, style: 'bg-bad-soft text-bad-ink' },
  off: { icon: CirclePause, style: 'bg-sunken text-ink-soft' },
};

/** One glance: is billing healthy, and what that rests on. */
export function HealthCard({ dashboard }: { dashboard: Dashboard }) {
  const { tone, title, sentence } = verdictOf(dashboard);
  const { icon: Icon, style } = looks[tone];
  return (
    <Card aria-label="Is billing healthy?" className="overflow-hidden">
      <div className="flex items-start gap-4 px-5 py-4">
        <span className={cn('grid size-10 shrink-0 place-items-center rounded-full', style)}>
          <Icon aria-hidden="true" className="size-5" />
        </span>
        <div className="min-w-0">
          <h2 className="text-lg font-semibold tracking-tight">{title}</h2>
          <p className="max-w-prose text-sm text-ink-soft">{sentence}</p>
        </div>
      </div>
      <dl className="grid grid-cols-2 gap-px border-t border-line bg-line sm:grid-cols-3 lg:grid-cols-5">
        <Check label="Hourly billing" hint={<OnSince billing={dashboard.billing} />}>
          <StatusBadge status={dashboard.billing.enabled ? 'on' : 'off'} />
        </Check>
        <NextRun billing={dashboard.billing} />
        <LastRun dashboard={dashboard} />
        <PanelCheck panel={dashboard.panel} />
        <Check
          label="Alerts"
          className="max-sm:col-span-2 sm:max-lg:col-span-2"
          hint={<TextLink href={paths.alerts()}>All alerts</TextLink>}
        >
          <Badge tone={dashboard.alerts.open > 0 ? 'warn' : 'good'}>
            {dashboard.alerts.open > 0 ? `${dashboard.alerts.open.toLocaleString('en')} open` : 'None open'}
          </Badge>
        </Check>
      </dl>
    </Card>
  );
}

interface CheckProps {
  label: string;
  children: ReactNode;
  hint: ReactNode;
  className?: string;
}

function Check({ label, children, hint, className }: CheckProps) {
  return (
    <div className={cn('bg-surface px-5 py-3', className)}>
      <dt className="text-xs text-ink-faint">{label}</dt>
      <dd className="mt-1 text-sm font-medium">{children}</dd>
      <dd className="mt-0.5 text-xs text-ink-faint">{hint}</dd>
    </div>
  );
}

function OnSince({ billing }: { billing: Dashboard['billing'] }) {
  if (!billing.enabled || !billing.onSince) return <TextLink href={paths.settings()}>Settings</TextLink>;
  return (
    <>
      Switched on <Instant value={billing.onSince} />
    </>
  );
}

function NextRun({ billing }: { billing: Dashboard['billing'] }) {
  const now = useNow();
  if (!billing.nextRun) {
    return (
      <Check label="Next run" hint={<TextLink href={paths.preview()}>What it would charge</TextLink>}>
        None
      </Check>
    );
  }
  return (
    <Check
      label="Next run"
      hint={
        <>
          {exactInstant(billing.nextRun, billing.timezone)} ·{' '}
          <TextLink href={paths.preview()}>Preview</TextLink>
        </>
      }
    >
      <span className="tabular-nums">{countdown(billing.nextRun, now)}</span>
    </Check>
  );
}

function LastRun({ dashboard }: { dashboard: Dashboard }) {
  const [last] = dashboard.lastRuns;
  if (!last) {
    return (
      <Check label="Last run" hint="The first one comes by the schedule">
        None yet
      </Check>
    );
  }
  return (
    <Check
      label="Last run"
      hint={
        <>
          <TextLink href={paths.run(last.id)}>Run {last.id}</TextLink>, <Instant value={last.openedAt} />
        </>
      }
    >
      <StatusBadge status={last.status} />
    </Check>
  );
}

/** What was never tried is not known to work. */
function ReadableBadge({ panel }: { panel: Dashboard['panel'] }) {
  if (panel.failure !== null) return <Badge tone="bad">Not readable</Badge>;
  if (panel.lastCompleteLook === null) return <Badge>Not read yet</Badge>;
  return <Badge tone="good">Readable</Badge>;
}

function PanelCheck({ panel }: { panel: Dashboard['panel'] }) {
  if (panel.source === 'none') {
    return (
      <Check label="VirtFusion" hint={<TextLink href={paths.settings()}>Connect it</TextLink>}>
        Not connected
      </Check>
    );
  }
  return (
    <Check
      label={panel.source === 'demo' ? 'VirtFusion (emulated)' : 'VirtFusion'}
      hint={
        panel.lastCompleteLook ? (
          <>
            Read whole <Instant value={panel.lastCompleteLook} />
          </>
        ) : (
          'Never read whole yet'
        )
      }
    >
      <ReadableBadge panel={panel} />
    </Check>
  );
}
