import { useQuery } from '@tanstack/react-query';
import { useParams } from 'wouter';
import type { ExplanationForCustomer } from '#shared/api/account.ts';
import { accountChargeQuery } from '../../api/account.ts';
import { ArithmeticCard, CountedCard } from '../../components/charge/counted-card.tsx';
import { SeenCard } from '../../components/charge/seen-card.tsx';
import { DefinitionList } from '../../components/definition-list.tsx';
import { HourRange } from '../../components/hour-range.tsx';
import { Instant } from '../../components/instant.tsx';
import { Loaded } from '../../components/loaded.tsx';
import { Money } from '../../components/money.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { Callout } from '../../components/ui/callout.tsx';
import { Card, CardBody, CardHeader } from '../../components/ui/card.tsx';
import { paths } from '../../paths.ts';

/** Why one hour of one of their servers cost what it did. */
export function AccountChargePage() {
  const { serverId = '', hour = '' } = useParams<{ serverId: string; hour: string }>();
  const query = useQuery(accountChargeQuery(serverId, hour));
  const back = { href: paths.accountServer(serverId), label: 'Charges of the server' };
  return (
    <Loaded title="Cost of that hour" back={back} query={query}>
      {(told) => <Explanation told={told} />}
    </Loaded>
  );
}

function Explanation({ told }: { told: ExplanationForCustomer }) {
  const name = told.server.name?.trim() || `Server ${told.server.id}`;
  const until = new Date(told.hour.getTime() + 3_600_000);
  return (
    <>
      <PageHeader
        title={`Why ${name} cost this`}
        description={<HourRange from={told.hour} until={until} />}
        back={{ href: paths.accountServer(told.server.id), label: name }}
      />
      <div className="grid gap-4">
        <Card className="px-5 py-4">
          <h2 className="text-sm text-ink-faint">This hour cost</h2>
          <p className="text-2xl font-semibold tracking-tight">
            <Money amount={told.corrected?.amount ?? told.amount} />
          </p>
        </Card>
        {told.corrected ? (
          <Callout title="This hour was put right afterwards">
            It was charged as <Money amount={told.amount} />, and <Money amount={told.corrected.amount} /> is
            what it costs you. Below is how it was charged first.
          </Callout>
        ) : null}
        <SeenCard told={told} />
        <CountedCard told={told} />
        <ArithmeticCard told={told} />
        <PriceCard told={told} />
      </div>
    </>
  );
}

function PriceCard({ told: { rate, terms, transaction } }: { told: ExplanationForCustomer }) {
  return (
    <Card>
      <CardHeader title="The price, and what it moved" />
      <CardBody className="py-2">
        <DefinitionList
          items={[
            { term: 'A month costs', detail: <Money amount={rate.monthlyPrice} /> },
            { term: 'Price of', detail: rate.packageName ?? 'this server alone' },
            { term: 'In force since', detail: <Instant value={rate.from} show="exact" /> },
            {
              term: 'A second costs',
              detail: `running ${rate.runningPercent} %, stopped ${rate.stoppedPercent} %, suspended ${rate.suspendedPercent} %`,
            },
            { term: 'A month is', detail: `${terms.hoursPerMonth.toLocaleString('en')} hours` },
            transaction && {
              term: 'Balance',
              detail: (
                <>
                  <Money amount={transaction.balanceBefore} /> before,{' '}
                  <Money amount={transaction.balanceAfter} /> after all hours of that step
                </>
              ),
            },
          ]}
        />
      </CardBody>
    </Card>
  );
}
