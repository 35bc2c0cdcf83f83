import type { ReactNode } from 'react';
import type { Schedule } from '../../../api/cron.ts';
import { Can } from '../../../components/can.tsx';
import { DefinitionList } from '../../../components/definition-list.tsx';
import { durationText } from '../../../components/duration.ts';
import { exactInstant, Instant } from '../../../components/instant.tsx';
import { TextLink } from '../../../components/text-link.tsx';
import { Badge, type Tone } from '../../../components/ui/badge.tsx';
import { Callout } from '../../../components/ui/callout.tsx';
import { Card, CardBody, CardHeader } from '../../../components/ui/card.tsx';
import { paths } from '../../../paths.ts';
import { PauseDialog, ResumeButton } from './pause-dialog.tsx';
import { outcomeWords, scheduleWords } from './schedule-words.ts';
import { StartButton } from './start-button.tsx';

/** One schedule: what it is for, when, what came of it, what holds it back, and what one may do. */
export function SchedulePanel({ schedule }: { schedule: Schedule }) {
  const { title, purpose } = scheduleWords[schedule.job];
  const state = stateOf(schedule);
  return (
    <Card aria-label={title}>
      <CardHeader
        title={
          <span className="flex flex-wrap items-center gap-2">
            {title} <Badge tone={state.tone}>{state.label}</Badge>
          </span>
        }
        description={purpose}
        actions={
          <Can permission="billing.run">
            {schedule.canStart ? <StartButton job={schedule.job} /> : null}
            {schedule.canPause && !schedule.pause ? <PauseDialog job={schedule.job} /> : null}
          </Can>
        }
      />
      <CardBody className="grid gap-3 pt-3">
        <HoldNotice schedule={schedule} />
        <DefinitionList
          items={[
            { term: 'When', detail: <When schedule={schedule} /> },
            { term: 'Last time', detail: <LastTime last={schedule.lastRun} /> },
            { term: 'Next', detail: <NextTimes schedule={schedule} /> },
            {
              term: 'Who does it',
              detail: schedule.runsIn === 'one' ? 'One process of all, each time' : 'Every process',
            },
          ]}
        />
      </CardBody>
    </Card>
  );
}

function stateOf(schedule: Schedule): { label: string; tone: Tone } {
  if (!schedule.enabled) return { label: 'Off', tone: 'neutral' };
  if (schedule.pause) return { label: 'Paused', tone: 'warn' };
  if (schedule.blackoutUntil) return { label: 'In a window without runs', tone: 'warn' };
  return { label: 'On', tone: 'good' };
}

function HoldNotice({ schedule }: { schedule: Schedule }) {
  const { pause, blackoutUntil } = schedule;
  if (pause) {
    return (
      <Callout
        tone="warn"
        title={
          pause.until ? (
            <>
              Paused until <Instant value={pause.until} show="exact" />
            </>
          ) : (
            'Paused until somebody resumes it'
          )
        }
        actions={
          <Can permission="billing.run">
            <ResumeButton job={schedule.job} />
          </Can>
        }
      >
        {pause.reason} (by {pause.pausedBy}, <Instant value={pause.pausedAt} />)
      </Callout>
    );
  }
  if (!blackoutUntil) return null;
  return (
    <Callout tone="warn" title="A window without runs holds it back">
      What is due is caught up when the window ends: <Instant value={blackoutUntil} show="exact" />.
    </Callout>
  );
}

function When({ schedule }: { schedule: Schedule }) {
  return (
    <ul className="grid gap-0.5">
      {schedule.patterns.map(({ pattern, sentence }) => (
        <li key={pattern} className="flex flex-wrap items-baseline gap-x-2">
          <span>{sentence}</span>
          <code className="font-mono text-xs text-ink-faint">{pattern}</code>
          <span className="text-xs text-ink-faint">{schedule.timezone}</span>
        </li>
      ))}
    </ul>
  );
}

function LastTime({ last }: { last: Schedule['lastRun'] }): ReactNode {
  if (!last) return <span className="text-ink-faint">Not yet</span>;
  const { label, tone } = outcomeWords[last.outcome];
  const seconds = last.finishedAt ? (last.finishedAt.getTime() - last.at.getTime()) / 1000 : null;
  return (
    <span className="grid gap-1">
      <span className="flex flex-wrap items-center gap-x-2 gap-y-1">
        <Badge tone={tone}>{label}</Badge>
        <Instant value={last.at} />
        {seconds === null ? null : (
          <span className="text-ink-faint">took {seconds < 1 ? 'less than 1 s' : durationText(seconds)}</span>
        )}
        {last.runId === null ? null : <TextLink href={paths.run(last.runId)}>Run {last.runId}</TextLink>}
      </span>
      {last.detail ? <span className="text-ink-soft [overflow-wrap:anywhere]">{last.detail}</span> : null}
    </span>
  );
}

function NextTimes({ schedule }: { schedule: Schedule }): ReactNode {
  if (!schedule.enabled) {
    return (
      <span className="text-ink-faint">
        Billing is switched off in the <TextLink href={paths.settings()}>settings</TextLink>
      </span>
    );
  }
  if (schedule.nextRuns.length === 0) {
    return <span className="text-ink-faint">{schedule.pause ? 'When the pause ends' : 'Never'}</span>;
  }
  return (
    <ol className="grid gap-x-6 gap-y-0.5 sm:grid-cols-2">
      {schedule.nextRuns.map(({ at, catchesUp }) => (
        <li key={at.toISOString()} className="flex flex-wrap gap-x-2">
          <time dateTime={at.toISOString()}>{exactInstant(at, schedule.timezone)}</time>
          {catchesUp ? <span className="text-warn-ink">catches up</span> : null}
        </li>
      ))}
    </ol>
  );
}
