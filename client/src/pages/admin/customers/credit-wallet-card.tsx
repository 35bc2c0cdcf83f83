import type { Customer } from '../../../api/customers.ts';
import { Can } from '../../../components/can.tsx';
import { hoursLeftText, runsLow } from '../../../components/hours-left.ts';
import { Instant } from '../../../components/instant.tsx';
import { Money } from '../../../components/money.tsx';
import { TextLink } from '../../../components/text-link.tsx';
import { Tokens } from '../../../components/tokens.tsx';
import { Badge } from '../../../components/ui/badge.tsx';
import { Card } from '../../../components/ui/card.tsx';
import { paths } from '../../../paths.ts';
import { AdjustWalletDialog } from './adjust-wallet-dialog.tsx';

type CreditCustomer = Customer & { credit: NonNullable<Customer['credit']> };

/** What a customer has in VirtFusion's credit, what is not carried there yet, and how long it lasts. */
export function CreditWalletCard({ customer }: { customer: CreditCustomer }) {
  const { credit, balance, burnPerHour, hoursLeft } = customer;
  return (
    <Card className="flex flex-wrap items-end justify-between gap-x-8 gap-y-4 px-5 py-4">
      <div className="min-w-0">
        <h2 className="text-sm text-ink-faint">VirtFusion credit</h2>
        <p className="mt-0.5 flex flex-wrap items-center gap-x-3 text-2xl font-semibold tracking-tight">
          {credit.value === null ? <span>Not known</span> : <Money amount={credit.value} />}
          {runsLow(hoursLeft) ? (
            <Badge tone={hoursLeft === 0 ? 'bad' : 'warn'}>{hoursLeft === 0 ? 'Used up' : 'Runs low'}</Badge>
          ) : null}
        </p>
        <p className="text-sm text-ink-soft">
          {credit.tokens === null || credit.readAt === null ? null : (
            <>
              <Tokens amount={credit.tokens} />, read <Instant value={credit.readAt} />.{' '}
            </>
          )}
          {balance === 0n ? null : (
            <>
              <Money amount={balance} className="text-ink" /> in the wallet here{' '}
              {balance < 0n ? 'is to be taken from it' : 'is to be added to it'}.
            </>
          )}
        </p>
        {credit.problem === null ? null : (
          <p className="mt-1 max-w-prose text-sm text-warn-ink [overflow-wrap:anywhere]">
            {credit.problem}{' '}
            {customer.externalId === null ? (
              <TextLink href={paths.credit({ show: 'unlinked' })}>What to do</TextLink>
            ) : null}
          </p>
        )}
        <p className="mt-1 text-sm text-ink-soft">
          {burnPerHour === 0n ? (
            'Nothing is being charged at present.'
          ) : (
            <>
              An hour costs <Money amount={burnPerHour} /> at the present rate:{' '}
              {hoursLeft === null
                ? 'how long it lasts is not known.'
                : hoursLeft === 0
                  ? 'the credit is used up.'
                  : `it lasts ${hoursLeftText(hoursLeft)}.`}
            </>
          )}
        </p>
      </div>
      <Can permission="wallets.adjust">
        <AdjustWalletDialog customer={customer} />
      </Can>
    </Card>
  );
}
