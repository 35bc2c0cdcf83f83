import type { Replay } from '#shared/api/replays.ts';
import { changeText, scopeText } from '../../../components/change-words.ts';
import { DefinitionList } from '../../../components/definition-list.tsx';
import { HourRange } from '../../../components/hour-range.tsx';
import { Instant } from '../../../components/instant.tsx';
import { Money } from '../../../components/money.tsx';
import { Stat, StatGroup } from '../../../components/stat.tsx';
import { TextLink } from '../../../components/text-link.tsx';
import { Card, CardBody } from '../../../components/ui/card.tsx';
import { paths } from '../../../paths.ts';

const count = (value: number) => value.toLocaleString('en');

/** The totals of a replay, up and down, and what it is about. */
export function ReplaySummary({ replay }: { replay: Replay }) {
  const known = replay.computedAt !== null;
  const verb = replay.status === 'posted' ? 'Given back' : 'To give back';
  return (
    <>
      <StatGroup>
        <Stat
          label={verb}
          value={known ? <Money amount={-replay.down} /> : '–'}
          hint="By servers that cost less"
        />
        <Stat
          label={replay.status === 'posted' ? 'Charged more' : 'To charge more'}
          value={known ? <Money amount={replay.up} /> : '–'}
          hint="By servers that cost more"
        />
        <Stat
          label="Servers"
          value={known ? count(replay.servers) : '–'}
          hint={`${count(replay.hours)} hours differ`}
        />
        <Stat label="Customers" value={known ? count(replay.customers) : '–'} hint="Whose wallets move" />
      </StatGroup>
      <Card>
        <CardBody className="py-2">
          <DefinitionList
            items={[
              { term: 'What is put right', detail: changeText(replay.change) },
              { term: 'For', detail: <Scope scope={replay.scope} /> },
              { term: 'Hours', detail: <HourRange from={replay.from} until={replay.until} /> },
              { term: 'Reason', detail: replay.reason },
              {
                term: 'Asked for',
                detail: (
                  <>
                    <Instant value={replay.createdAt} show="exact" />, by {replay.createdBy}
                  </>
                ),
              },
              replay.decision && {
                term: replay.status === 'cancelled' ? 'Cancelled' : 'Decided',
                detail: (
                  <>
                    <Instant value={replay.decision.at} show="exact" />, by {replay.decision.by}
                    {replay.decision.reason ? `: ${replay.decision.reason}` : ''}
                  </>
                ),
              },
              replay.postedAt && {
                term: 'Posted',
                detail: (
                  <>
                    <Instant value={replay.postedAt} show="exact" />, in the{' '}
                    <TextLink href={paths.transactions({ kind: 'correction' })}>ledger</TextLink>
                  </>
                ),
              },
            ]}
          />
        </CardBody>
      </Card>
    </>
  );
}

function Scope({ scope }: Pick<Replay, 'scope'>) {
  const { kind, id } = scope;
  if (kind === 'all' || id === null) return scopeText(scope);
  const href = { package: paths.package, customer: paths.customer, server: paths.server }[kind](id);
  return <TextLink href={href}>{scopeText(scope)}</TextLink>;
}
