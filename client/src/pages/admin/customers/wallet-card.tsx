import type { Customer } from '../../../api/customers.ts';
import { Can } from '../../../components/can.tsx';
import { hoursLeftText, runsLow } from '../../../components/hours-left.ts';
import { Money } from '../../../components/money.tsx';
import { Badge } from '../../../components/ui/badge.tsx';
import { Card } from '../../../components/ui/card.tsx';
import { AdjustWalletDialog } from './adjust-wallet-dialog.tsx';
import { StartTopUpDialog } from './start-top-up-dialog.tsx';

/** What a customer has, and how long it lasts. */
export function WalletCard({ customer }: { customer: Customer }) {
  const { balance, burnPerHour, hoursLeft } = customer;
  return (
    <Card className="flex flex-wrap items-end justify-between gap-x-8 gap-y-4 px-5 py-4">
      <div>
        <h2 className="text-sm text-ink-faint">Wallet</h2>
        <p className="mt-0.5 flex flex-wrap items-center gap-x-3 text-2xl font-semibold tracking-tight">
          <Money amount={balance} />
          {runsLow(hoursLeft) ? (
            <Badge tone={hoursLeft === 0 ? 'bad' : 'warn'}>{hoursLeft === 0 ? 'Used up' : 'Runs low'}</Badge>
          ) : null}
        </p>
        <p className="mt-1 text-sm text-ink-soft">
          {hoursLeft === null ? (
            'Nothing is being charged at present.'
          ) : (
            <>
              An hour costs <Money amount={burnPerHour} /> at the present rate:{' '}
              {hoursLeft === 0 ? 'the wallet is used up.' : `it lasts ${hoursLeftText(hoursLeft)}.`}
            </>
          )}
        </p>
      </div>
      <Can permission="wallets.adjust">
        <div className="flex flex-wrap gap-2">
          <StartTopUpDialog customer={customer} />
          <AdjustWalletDialog customer={customer} />
        </div>
      </Can>
    </Card>
  );
}
