import type { ChargeExplanation } from '#shared/api/charges.ts';
import { changeText } from '../../../components/change-words.ts';
import { Instant } from '../../../components/instant.tsx';
import { Money } from '../../../components/money.tsx';
import { TextLink } from '../../../components/text-link.tsx';
import { Card, CardBody, CardHeader } from '../../../components/ui/card.tsx';
import { paths } from '../../../paths.ts';

/** What was put right since the hour was charged, and what it costs with that; nothing where nothing was. */
export function CorrectionsCard({ told }: { told: ChargeExplanation }) {
  const { corrected, corrections } = told;
  if (!corrected) return null;
  return (
    <Card>
      <CardHeader
        title="What was put right since"
        description={
          corrected.agrees
            ? 'Worked out anew with it, the hour costs the same as the charge and its corrections.'
            : 'Worked out anew with it, the hour would cost something else: run npm run reconcile.'
        }
      />
      <CardBody>
        <ul className="grid gap-3 text-sm">
          <Line what="Charged" amount={told.amount} />
          {corrections.map((correction) => (
            <Line
              key={correction.replay.id}
              what={
                <>
                  <TextLink href={paths.replay(correction.replay.id)}>Replay {correction.replay.id}</TextLink>
                  : {changeText(correction.replay.change)}
                </>
              }
              more={
                <>
                  {correction.replay.reason}. <Instant value={correction.postedAt} show="exact" />, by{' '}
                  {correction.replay.by}
                  {correction.transactionId === null ? null : (
                    <>
                      ,{' '}
                      <TextLink href={paths.transaction(correction.transactionId)}>
                        transaction {correction.transactionId}
                      </TextLink>
                    </>
                  )}
                </>
              }
              amount={correction.amount}
              signed
            />
          ))}
          <Line
            what={<strong>It costs now</strong>}
            more={<PricedNow corrected={corrected} />}
            amount={corrected.amount}
          />
        </ul>
      </CardBody>
    </Card>
  );
}

function Line(props: { what: React.ReactNode; more?: React.ReactNode; amount: bigint; signed?: boolean }) {
  return (
    <li className="grid grid-cols-[1fr_auto] gap-x-4">
      <span className="min-w-0">
        {props.what}
        {props.more ? (
          <span className="block text-xs text-ink-faint [overflow-wrap:anywhere]">{props.more}</span>
        ) : null}
      </span>
      <Money amount={props.amount} aligned signed={props.signed} className="text-ink" />
    </li>
  );
}

function PricedNow({ corrected }: { corrected: NonNullable<ChargeExplanation['corrected']> }) {
  if (corrected.monthlyPrice === null) return null;
  return (
    <>
      {corrected.packageName ?? 'This server'} at <Money amount={corrected.monthlyPrice} /> a month
    </>
  );
}
