import { useQuery } from '@tanstack/react-query';
import { useParams } from 'wouter';
import { type TopUpDetail, topUpQuery } from '../../api/top-ups.ts';
import { Can } from '../../components/can.tsx';
import { Loaded } from '../../components/loaded.tsx';
import { moneyText } from '../../components/money.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { TopUpBadge, topUpMeaning } from '../../components/top-up-badge.tsx';
import { Card, CardBody, CardHeader } from '../../components/ui/card.tsx';
import { paths } from '../../paths.ts';
import { CheckButton } from './top-ups/check-button.tsx';
import { PaymentLink } from './top-ups/payment-link.tsx';
import { TopUpClaims } from './top-ups/top-up-claims.tsx';
import { TopUpEvents } from './top-ups/top-up-events.tsx';
import { TopUpFacts } from './top-ups/top-up-facts.tsx';
import { TopUpMovements } from './top-ups/top-up-movements.tsx';
import { UnclearNotice } from './top-ups/unclear-notice.tsx';

const back = { href: paths.topUps(), label: 'Top-ups' };

/** One top-up: how far it has come, what it moved, and what PayPal told of it. */
export function TopUpPage() {
  const { id = '' } = useParams<{ id: string }>();
  const query = useQuery(topUpQuery(id));
  return (
    <Loaded title={`Top-up ${id}`} back={back} query={query}>
      {(topUp) => (
        <>
          <PageHeader
            title={`Top-up ${topUp.id}: ${moneyText(topUp.amount, topUp.currency)}`}
            badge={<TopUpBadge topUp={topUp} />}
            description={topUpMeaning(topUp)}
            back={back}
            actions={
              topUp.orderId === null || topUp.status === 'captured' || topUp.settled ? undefined : (
                <Can permission="wallets.adjust">
                  <CheckButton id={topUp.id} />
                </Can>
              )
            }
          />
          <div className="grid gap-4">
            <UnclearNotice topUp={topUp} />
            {isPayable(topUp) ? <LinkCard topUp={topUp} /> : null}
            <Card>
              <CardBody className="py-2">
                <TopUpFacts topUp={topUp} />
              </CardBody>
            </Card>
            <TopUpMovements movements={topUp.movements} />
            <TopUpClaims topUp={topUp} />
            <TopUpEvents events={topUp.events} />
          </div>
        </>
      )}
    </Loaded>
  );
}

function isPayable({ status }: TopUpDetail): boolean {
  return status === 'created' || status === 'sent';
}

function LinkCard({ topUp }: { topUp: TopUpDetail }) {
  return (
    <Card>
      <CardHeader title="Payment link" description="Whoever has it can pay, once. No log-in is needed." />
      <CardBody>
        <PaymentLink topUpKey={topUp.key} />
      </CardBody>
    </Card>
  );
}
