import type { Dashboard } from '../../../api/dashboard.ts';
import { hoursLeftText, runsLow } from '../../../components/hours-left.ts';
import { Money } from '../../../components/money.tsx';
import { TextLink } from '../../../components/text-link.tsx';
import { Badge } from '../../../components/ui/badge.tsx';
import { Card, CardBody, CardHeader } from '../../../components/ui/card.tsx';
import { paths } from '../../../paths.ts';

type RunningDry = Dashboard['runningDry'];

/** Whose wallet is nearly empty, the emptiest first. */
export function RunningDryCard({ runningDry }: { runningDry: RunningDry }) {
  const { customers, rows, withinHours } = runningDry;
  const more = customers - rows.length;
  return (
    <Card>
      <CardHeader
        title="Wallets about to run dry"
        description={`Those that last less than ${withinHours} hours at the present rate.`}
      />
      <CardBody className="pt-2">
        {rows.length === 0 ? (
          <p className="py-3 text-sm text-ink-soft">Every wallet that pays lasts longer than that.</p>
        ) : (
          <ul className="divide-y divide-line">
            {rows.map((customer) => (
              <DryWallet key={customer.id} customer={customer} />
            ))}
          </ul>
        )}
        {more > 0 ? (
          <p className="mt-2 text-sm">
            <TextLink href={`${paths.customers()}?sort=balance`}>
              {more === 1 ? '1 more customer' : `${more.toLocaleString('en')} more customers`}
            </TextLink>
          </p>
        ) : null}
      </CardBody>
    </Card>
  );
}

function DryWallet({ customer }: { customer: RunningDry['rows'][number] }) {
  const { id, name, burnPerHour, hoursLeft } = customer;
  // Where VirtFusion's credit is the wallet, what is here is only what it does not know of yet.
  const balance = customer.balance + (customer.credit?.value ?? 0n);
  const tone = hoursLeft === 0 ? 'bad' : runsLow(hoursLeft) ? 'warn' : 'neutral';
  return (
    <li className="grid gap-1 py-2.5">
      <span className="flex flex-wrap items-center justify-between gap-x-3 gap-y-1">
        <TextLink href={paths.customer(id)} className="min-w-0 text-sm font-medium [overflow-wrap:anywhere]">
          {name ?? `Customer ${id}`}
        </TextLink>
        <Badge tone={tone}>{hoursLeftText(hoursLeft)}</Badge>
      </span>
      <span className="text-xs text-ink-faint">
        {balance < 0n ? (
          <>
            Owes <Money amount={-balance} />
          </>
        ) : (
          <>
            <Money amount={balance} /> left
          </>
        )}
        , an hour costs <Money amount={burnPerHour} />
      </span>
    </li>
  );
}
