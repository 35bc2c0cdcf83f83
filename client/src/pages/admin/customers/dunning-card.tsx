import { useQuery } from '@tanstack/react-query';
import { type CustomerDunning, customerDunningQuery } from '../../../api/dunning.ts';
import { Can } from '../../../components/can.tsx';
import { DunningLadder, type Rung } from '../../../components/dunning-ladder.tsx';
import { holdWords, stageWords } from '../../../components/dunning-words.ts';
import { ErrorNotice } from '../../../components/error-notice.tsx';
import { Instant } from '../../../components/instant.tsx';
import { Money } from '../../../components/money.tsx';
import { TextLink } from '../../../components/text-link.tsx';
import { Badge } from '../../../components/ui/badge.tsx';
import { Callout } from '../../../components/ui/callout.tsx';
import { Card, CardBody, CardHeader } from '../../../components/ui/card.tsx';
import { Skeleton } from '../../../components/ui/skeleton.tsx';
import { useNow } from '../../../hooks/use-now.ts';
import { paths } from '../../../paths.ts';
import { EndFlagDialog, FlagDialog } from './flag-dialog.tsx';

/** Where a customer stands on the ladder, what comes next and when, and the flag "never suspend". */
export function DunningCard({ customerId }: { customerId: number }) {
  const { data, error, isFetching, refetch } = useQuery(customerDunningQuery(customerId));
  return (
    <Card aria-label="Dunning">
      <CardHeader
        title={
          <span className="flex flex-wrap items-center gap-2">
            Dunning{' '}
            {data ? <Badge tone={stageWords[data.stage].tone}>{stageWords[data.stage].label}</Badge> : null}
          </span>
        }
        description={data ? meaningOf(data) : 'What happens when the wallet is empty.'}
        actions={
          data ? (
            <Can permission="servers.write">
              {data.flag ? <EndFlagDialog customerId={customerId} /> : <FlagDialog customerId={customerId} />}
            </Can>
          ) : null
        }
      />
      <CardBody className="@container grid gap-4">
        {data ? (
          <Standing dunning={data} />
        ) : error ? (
          <ErrorNotice error={error} retry={() => refetch()} retrying={isFetching} />
        ) : (
          <Skeleton className="h-20" />
        )}
      </CardBody>
    </Card>
  );
}

function meaningOf({ stage, hold }: CustomerDunning): string {
  return hold ? `${stageWords[stage].meaning} ${holdWords[hold].meaning}` : stageWords[stage].meaning;
}

function Standing({ dunning }: { dunning: CustomerDunning }) {
  const now = useNow();
  const { enabled, flag, stage } = dunning;
  return (
    <>
      {flag ? (
        <Callout title="Never suspended">
          {flag.reason} <span className="text-ink-faint">– {flag.createdByName}</span>
          {flag.until ? (
            <>
              {' '}
              Until <Instant value={flag.until} show="exact" />.
            </>
          ) : null}
        </Callout>
      ) : null}
      {enabled || stage !== 'clear' ? (
        <DunningLadder label="What comes next" rungs={rungsOf(dunning)} now={now} />
      ) : (
        <p className="text-sm text-ink-faint">
          The policy is off: nobody is suspended. It is in the{' '}
          <TextLink href={paths.settings()}>settings</TextLink>.
        </p>
      )}
      <Steps steps={dunning.steps} />
    </>
  );
}

function rungsOf({ stage, flag, emptyAt, graceUntil, suspendAt, deletableAt }: CustomerDunning): Rung[] {
  const isDown = stage === 'suspended' || stage === 'expired';
  const never = flag ? 'Never, by the flag' : 'No date';
  return [
    {
      title: 'Below zero',
      what: 'At the present rate.',
      at: emptyAt,
      instead: 'Nothing is charged',
      tone: stage === 'clear' ? 'good' : 'warn',
    },
    { title: 'Grace ends', what: 'Until then servers run on.', at: graceUntil, instead: never, tone: 'warn' },
    {
      title: 'Suspended',
      what: isDown
        ? 'What we suspended comes back when the wallet is filled.'
        : 'Outside of the windows of the policy.',
      at: suspendAt,
      instead: never,
      tone: flag && !isDown ? 'off' : 'bad',
    },
    {
      title: 'May be deleted',
      what: 'By an owner, twice, a day apart.',
      at: deletableAt,
      instead: 'Never',
      tone: deletableAt ? 'bad' : 'off',
    },
  ];
}

function Steps({ steps }: { steps: CustomerDunning['steps'] }) {
  if (steps.length === 0) return null;
  return (
    <details className="text-sm">
      <summary className="cursor-pointer text-ink-soft">
        {steps.length === 1 ? 'One step so far' : `${steps.length} steps so far`}
      </summary>
      <ol aria-label="Steps so far" className="mt-2 grid gap-1.5">
        {steps.map(({ id, at, fromStage, toStage, hold, balance }) => (
          <li key={id} className="flex flex-wrap gap-x-3">
            <Instant value={at} show="exact" className="text-ink-faint" />
            <span>
              {stageWords[fromStage].label} → {stageWords[toStage].label}
              {hold ? ` (${holdWords[hold].label.toLowerCase()})` : ''}
            </span>
            <span className="text-ink-faint">
              with <Money amount={balance} />
            </span>
          </li>
        ))}
      </ol>
    </details>
  );
}
