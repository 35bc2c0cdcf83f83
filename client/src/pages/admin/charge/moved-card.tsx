import type { ChargeExplanation } from '#shared/api/charges.ts';
import { DefinitionList } from '../../../components/definition-list.tsx';
import { durationText } from '../../../components/duration.ts';
import { Instant } from '../../../components/instant.tsx';
import { Money } from '../../../components/money.tsx';
import { StatusBadge } from '../../../components/status-badge.tsx';
import { TextLink } from '../../../components/text-link.tsx';
import { Card, CardBody, CardHeader } from '../../../components/ui/card.tsx';
import { paths } from '../../../paths.ts';

/** The price of the hour, since when it is in force, and who set it. */
export function RateCard({ told: { rate, terms, server } }: { told: ChargeExplanation }) {
  return (
    <Card>
      <CardHeader
        title="The price"
        description="The one in force when the hour began. Prices are never edited."
      />
      <CardBody className="py-2">
        <DefinitionList
          items={[
            { term: 'A month costs', detail: <Money amount={rate.monthlyPrice} /> },
            {
              term: 'It is the price of',
              detail:
                rate.of === 'server' ? (
                  <TextLink href={paths.server(server.id)}>this server alone</TextLink>
                ) : (
                  `the package ${rate.packageName ?? 'that has no name'}`
                ),
            },
            { term: 'In force since', detail: <Instant value={rate.from} show="exact" /> },
            {
              term: 'Set by',
              detail: `${rate.setBy ?? 'the system'}${rate.reason ? `: ${rate.reason}` : ''}`,
            },
            {
              term: 'A second costs',
              detail: `running ${rate.runningPercent} %, stopped ${rate.stoppedPercent} %, suspended ${rate.suspendedPercent} %`,
            },
            { term: 'A month is', detail: `${terms.hoursPerMonth.toLocaleString('en')} hours` },
            {
              term: 'A gap begins after',
              detail: `${durationText(terms.maxGapSeconds)} without a look, and is ${gapWords[terms.gapPolicy]}`,
            },
          ]}
        />
      </CardBody>
    </Card>
  );
}

const gapWords = { bill: 'billed', hold: 'held for review', free: 'free' };

/** What the charge moved, and the run that made it. */
export function MovedCard({ told: { transaction, run, customer } }: { told: ChargeExplanation }) {
  return (
    <Card>
      <CardHeader
        title="What it moved"
        description={
          transaction
            ? 'One movement pays for all of a customer’s hours of one step of the run.'
            : 'The hour cost nothing, so no money moved.'
        }
      />
      <CardBody className="py-2">
        <DefinitionList
          items={[
            {
              term: 'Customer',
              detail: (
                <TextLink href={paths.customer(customer.id)}>
                  {customer.name ?? `Customer ${customer.id}`}
                </TextLink>
              ),
            },
            {
              term: 'Run',
              detail: (
                <span className="inline-flex flex-wrap items-center gap-2">
                  <TextLink href={paths.run(run.id)}>Run {run.id}</TextLink>
                  <StatusBadge status={run.status} />
                </span>
              ),
            },
            { term: 'Opened', detail: <Instant value={run.openedAt} show="exact" /> },
            transaction && {
              term: 'Transaction',
              detail: (
                <>
                  <TextLink href={paths.transaction(transaction.id)}>{transaction.id}</TextLink>:{' '}
                  {transaction.reason}
                </>
              ),
            },
            transaction && { term: 'Balance before', detail: <Money amount={transaction.balanceBefore} /> },
            transaction && {
              term: 'Moved',
              detail: (
                <Money
                  amount={transaction.balanceAfter - transaction.balanceBefore}
                  signed
                  className="text-ink"
                />
              ),
            },
            transaction && { term: 'Balance after', detail: <Money amount={transaction.balanceAfter} /> },
            transaction !== null &&
              transaction.reversal !== null && {
                term: 'Taken back',
                detail: <TakenBack reversal={transaction.reversal} />,
              },
          ]}
        />
      </CardBody>
    </Card>
  );
}

function TakenBack({
  reversal: { id, reason },
}: {
  reversal: NonNullable<NonNullable<ChargeExplanation['transaction']>['reversal']>;
}) {
  return (
    <>
      <TextLink href={paths.transaction(id)}>Transaction {id}</TextLink> gave it all back: {reason}
    </>
  );
}
