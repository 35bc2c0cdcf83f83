import type { TopUpDetail } from '../../../api/top-ups.ts';
import { Instant } from '../../../components/instant.tsx';
import { moneyText } from '../../../components/money.tsx';
import { Badge, type Tone } from '../../../components/ui/badge.tsx';
import { Card, CardBody, CardHeader } from '../../../components/ui/card.tsx';

const stateWords: Record<TopUpDetail['claims'][number]['state'], { label: string; tone: Tone }> = {
  done: { label: 'Refunded', tone: 'neutral' },
  open: { label: 'Open: taken out until PayPal decides', tone: 'warn' },
  won: { label: 'Won: given back', tone: 'good' },
  lost: { label: 'Lost', tone: 'bad' },
};

/** Refunds and disputes of a payment, as PayPal last told them; nothing where there are none. */
export function TopUpClaims({ topUp: { claims, currency } }: { topUp: TopUpDetail }) {
  if (claims.length === 0) return null;
  return (
    <Card>
      <CardHeader
        title="Refunds and disputes"
        description="A refund and a dispute may be about the same money: the larger of the two is taken."
      />
      <CardBody>
        <ul className="divide-y divide-line text-sm">
          {claims.map((claim) => (
            <li
              key={`${claim.kind} ${claim.paypalId}`}
              className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1 py-2"
            >
              <span className="min-w-0">
                {claim.kind === 'refund' ? 'Refund' : 'Dispute'} <code>{claim.paypalId}</code>{' '}
                <Badge tone={stateWords[claim.state].tone}>{stateWords[claim.state].label}</Badge>
                <span className="block text-ink-soft">
                  {claim.reason ? `${claim.reason} · ` : null}
                  <Instant value={claim.updatedAt} show="exact" />
                </span>
              </span>
              <span className="tabular-nums">{moneyText(claim.amount, currency)}</span>
            </li>
          ))}
        </ul>
      </CardBody>
    </Card>
  );
}
