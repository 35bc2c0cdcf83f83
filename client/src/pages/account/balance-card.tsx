import type { Account } from '../../api/account.ts';
import { hoursLeftText, runsLow } from '../../components/hours-left.ts';
import { Money } from '../../components/money.tsx';
import { Badge } from '../../components/ui/badge.tsx';
import { Card } from '../../components/ui/card.tsx';

/** The balance, and how long it lasts if nothing changes. */
export function BalanceCard({ account }: { account: Account }) {
  const { balance, burnPerHour, hoursLeft } = account;
  return (
    <Card className="px-5 py-4">
      <h2 className="text-sm text-ink-faint">Balance</h2>
      <p className="mt-0.5 flex flex-wrap items-center gap-x-3 text-3xl font-semibold tracking-tight">
        <Money amount={balance} />
        {runsLow(hoursLeft) ? (
          <Badge tone={hoursLeft === 0 ? 'bad' : 'warn'}>{hoursLeft === 0 ? 'Used up' : 'Runs low'}</Badge>
        ) : null}
      </p>
      <p className="mt-1 text-sm text-ink-soft">
        {hoursLeft === null ? (
          'None of your servers costs anything at present.'
        ) : (
          <>
            Your servers cost <Money amount={burnPerHour} /> an hour now:{' '}
            {hoursLeft === 0 ? 'the balance is used up.' : `the balance lasts ${hoursLeftText(hoursLeft)}.`}
          </>
        )}
      </p>
    </Card>
  );
}
