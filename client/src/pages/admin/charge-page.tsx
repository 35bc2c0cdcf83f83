import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from 'wouter';
import type { ChargeExplanation } from '#shared/api/charges.ts';
import { chargeQuery } from '../../api/charges.ts';
import { Can } from '../../components/can.tsx';
import { ArithmeticCard, CountedCard } from '../../components/charge/counted-card.tsx';
import { SeenCard } from '../../components/charge/seen-card.tsx';
import { CopyButton } from '../../components/copy-button.tsx';
import { CountedSeconds } from '../../components/counted-seconds.tsx';
import { HourRange } from '../../components/hour-range.tsx';
import { Loaded } from '../../components/loaded.tsx';
import { Money } from '../../components/money.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { Stat, StatGroup } from '../../components/stat.tsx';
import { buttonStyle } from '../../components/ui/button.tsx';
import { paths } from '../../paths.ts';
import { CorrectionsCard } from './charge/corrections-card.tsx';
import { MovedCard, RateCard } from './charge/moved-card.tsx';
import { RecomputedNotice } from './charge/recomputed-notice.tsx';

/** Why one hour of one server cost what it did. */
export function ChargePage() {
  const { serverId = '', hour = '' } = useParams<{ serverId: string; hour: string }>();
  const query = useQuery(chargeQuery(serverId, hour));
  const back = { href: paths.server(serverId), label: `Server ${serverId}` };
  return (
    <Loaded title="Charge of that hour" back={back} query={query}>
      {(told) => <Explanation told={told} />}
    </Loaded>
  );
}

function Explanation({ told }: { told: ChargeExplanation }) {
  const name = told.server.name?.trim() || `Server ${told.server.id}`;
  const until = new Date(told.hour.getTime() + 3_600_000);
  return (
    <>
      <PageHeader
        title={`Why ${name} was charged`}
        description={<HourRange from={told.hour} until={until} />}
        back={{ href: paths.server(told.server.id), label: name }}
        actions={
          <>
            <Can permission="corrections.write">
              <Link href={correctHour(told)} className={buttonStyle()}>
                Correct
              </Link>
            </Can>
            <CopyLink />
          </>
        }
      />
      <div className="grid gap-4">
        <StatGroup>
          <Stat
            label="Charged"
            value={<Money amount={told.corrected?.amount ?? told.amount} />}
            hint={
              told.corrected ? (
                <>
                  It was <Money amount={told.amount} /> before its corrections
                </>
              ) : (
                `To ${told.customer.name ?? `customer ${told.customer.id}`}`
              )
            }
          />
          <Stat label="Time up" value={<CountedSeconds charge={told} />} hint="Of one hour" />
          <Stat
            label="A month costs"
            value={<Money amount={told.rate.monthlyPrice} />}
            hint={told.rate.packageName ?? 'This server’s own price'}
          />
          <Stat
            label="The month so far"
            value={<Money amount={told.month.after.amount} />}
            hint="At this price"
          />
        </StatGroup>
        <RecomputedNotice recomputed={told.recomputed} />
        <CorrectionsCard told={told} />
        <SeenCard told={told} />
        <div className="grid items-start gap-4 lg:grid-cols-2">
          <div className="grid gap-4 max-lg:contents">
            <CountedCard told={told} />
            <div className="max-lg:order-2">
              <RateCard told={told} />
            </div>
          </div>
          <div className="grid gap-4 max-lg:contents">
            <div className="max-lg:order-1">
              <ArithmeticCard told={told} />
            </div>
            <div className="max-lg:order-3">
              <MovedCard told={told} />
            </div>
          </div>
        </div>
      </div>
    </>
  );
}

function correctHour({ server, hour }: ChargeExplanation): string {
  const until = new Date(hour.getTime() + 3_600_000).toISOString();
  return paths.newReplay({ serverId: server.id, from: hour.toISOString(), until });
}

/** For support, to answer a customer's question. */
function CopyLink() {
  return (
    <CopyButton
      label="Copy link"
      text={() => window.location.href}
      elsewhere="Copy it from the address bar."
    />
  );
}
