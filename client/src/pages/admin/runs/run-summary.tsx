import type { RunProgress as Progress, Run } from '#shared/api/runs.ts';
import { isOpen } from '../../../api/runs.ts';
import { DefinitionList } from '../../../components/definition-list.tsx';
import { HourRange } from '../../../components/hour-range.tsx';
import { Instant } from '../../../components/instant.tsx';
import { Money } from '../../../components/money.tsx';
import { Stat, StatGroup } from '../../../components/stat.tsx';
import { TextLink } from '../../../components/text-link.tsx';
import { Callout } from '../../../components/ui/callout.tsx';
import { Card, CardBody } from '../../../components/ui/card.tsx';
import { paths } from '../../../paths.ts';
import { HeldNotice } from './held-notice.tsx';
import { RunProgress } from './run-progress.tsx';
import { triggerWords } from './trigger-words.ts';

const count = (value: number) => value.toLocaleString('en');

/** The figures of a run, what it covered, and what it could not see. */
export function RunSummary({ run, progress }: { run: Run; progress: Progress | null }) {
  return (
    <div className="mb-6 grid gap-4">
      <HeldNotice run={run} />
      {isOpen(run) && run.status !== 'held' ? (
        <Card>
          <CardBody>
            <RunProgress run={run} progress={progress} />
          </CardBody>
        </Card>
      ) : null}
      <StatGroup>
        <Stat label="Amount" value={<Money amount={run.amount} />} hint={`${count(run.charges)} charges`} />
        <Stat label="Hours billed" value={run.billedHours} hint="From whole seconds" />
        <Stat
          label="Servers billed"
          value={count(run.serversBilled)}
          hint={`of ${count(run.serversSeen)} seen`}
        />
        <Stat label="Set aside" value={count(run.serversSetAside)} hint="Their hours wait" />
      </StatGroup>
      {run.notSeen ? (
        <Callout tone="warn" title="Not everything was seen">
          {run.notSeen} What was not seen is not billed; a later run catches up.
        </Callout>
      ) : null}
      <Card>
        <CardBody className="py-2">
          <RunFacts run={run} />
        </CardBody>
      </Card>
    </div>
  );
}

function RunFacts({ run }: { run: Run }) {
  const failed = run.batches.failed > 0 ? `, ${count(run.batches.failed)} failed` : '';
  return (
    <DefinitionList
      items={[
        {
          term: 'Hours covered',
          detail: run.firstHour ? (
            <HourRange from={run.firstHour} until={run.until} />
          ) : (
            <>
              {nothingCovered(run)}, up to <Instant value={run.until} show="exact" />
            </>
          ),
        },
        {
          term: 'Opened',
          detail: (
            <>
              <Instant value={run.openedAt} show="exact" />, {triggerWords[run.trigger].toLowerCase()}
              {run.requestedBy ? ` (${run.requestedBy})` : ''}
            </>
          ),
        },
        {
          term: 'Closed',
          detail: run.closedAt ? (
            <>
              <Instant value={run.closedAt} show="exact" />, after {lasted(run.openedAt, run.closedAt)}
            </>
          ) : run.status === 'held' ? (
            'It waits'
          ) : (
            'Still at work'
          ),
        },
        run.retryOf !== null && {
          term: 'Tried again',
          detail: (
            <>
              The servers that failed in <TextLink href={paths.run(run.retryOf)}>run {run.retryOf}</TextLink>,
              with all else that was due
            </>
          ),
        },
        run.decidedAt && {
          term: run.status === 'cancelled' ? 'Cancelled' : 'Approved',
          detail: (
            <>
              <Instant value={run.decidedAt} show="exact" />, by {run.decidedBy ?? 'the system'}
            </>
          ),
        },
        // Of runs long over the parts are no longer kept.
        run.batches.total > 0 && {
          term: 'Parts',
          detail: `${count(run.batches.done)} of ${count(run.batches.total)} done${failed}`,
        },
        {
          term: 'In the ledger',
          detail: (
            <TextLink href={paths.transactions({ runId: run.id })}>
              One transaction a customer and step
            </TextLink>
          ),
        },
      ]}
    />
  );
}

function nothingCovered(run: Run): string {
  if (run.status === 'cancelled') return 'None: the run was cancelled';
  return isOpen(run) ? 'Not known yet' : 'None: nothing was due';
}

/** '0.8 s', '2 min 5 s': runs are short, so the tenths matter. */
function lasted(from: Date, until: Date): string {
  const seconds = Math.max(0, until.getTime() - from.getTime()) / 1000;
  if (seconds < 60) return `${seconds.toFixed(1)} s`;
  return `${Math.trunc(seconds / 60)} min ${Math.trunc(seconds % 60)} s`;
}
