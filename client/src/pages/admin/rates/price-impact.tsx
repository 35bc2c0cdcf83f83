import { useQuery } from '@tanstack/react-query';
import type { SentTo } from '#shared/api/endpoint.ts';
import type { rates } from '#shared/api/rates.ts';
import { ratePreviewQuery } from '../../../api/rates.ts';
import { ErrorNotice } from '../../../components/error-notice.tsx';
import { Money } from '../../../components/money.tsx';
import { TextLink } from '../../../components/text-link.tsx';
import { Skeleton } from '../../../components/ui/skeleton.tsx';
import { useSettled } from '../../../hooks/use-settled.ts';
import { paths } from '../../../paths.ts';
import { differenceText } from '../what-if/difference-text.ts';

export type RateQuestion = SentTo<typeof rates.preview>;

/** Whom another price concerns, and what it makes of their month; null while no price can be read. */
export function PriceImpact({ question, keeps }: { question: RateQuestion | null; keeps: boolean }) {
  const asked = useSettled(question === null ? null : JSON.stringify(question));
  const settled = asked === null ? null : (JSON.parse(asked) as RateQuestion);
  const { data, error, refetch, isFetching } = useQuery(ratePreviewQuery(settled));
  if (settled === null) return null;
  if (error) return <ErrorNotice error={error} retry={() => refetch()} retrying={isFetching} />;
  if (!data) return <Skeleton className="h-16" />;
  const servers = data.servers === 1 ? '1 server' : `${data.servers.toLocaleString('en')} servers`;
  const customers = data.customers === 1 ? '1 customer' : `${data.customers.toLocaleString('en')} customers`;
  return (
    <section aria-label="Whom it concerns" className="grid gap-1 rounded-lg bg-sunken px-3.5 py-3 text-sm">
      {data.servers === 0 ? (
        <p>No server has this package and pays its price: this concerns only those to come.</p>
      ) : keeps ? (
        <p>
          {servers} of {customers} stay on <Price amount={data.before?.monthlyPrice} />; only servers to come
          pay the new price.
        </p>
      ) : (
        <>
          <p>
            {servers} of {customers} would pay <Money amount={data.after.hourlyPrice} /> an hour
            {data.before ? (
              <>
                {' '}
                instead of <Money amount={data.before.hourlyPrice} />
              </>
            ) : null}
            .
          </p>
          {data.monthBefore === null ? null : (
            <p>
              If each stays as it is, a month comes to <Money amount={data.monthAfter} />:{' '}
              <strong className="font-semibold">
                <Money amount={data.monthAfter - data.monthBefore} signed />
              </strong>{' '}
              ({differenceText(data.monthBefore, data.monthAfter)}).
            </p>
          )}
        </>
      )}
      {data.ownPriced > 0 ? (
        <p className="text-ink-soft">
          {data.ownPriced.toLocaleString('en')} more have a price of their own and keep it.
        </p>
      ) : null}
      <p>
        <TextLink
          href={paths.whatIf({ packageId: settled.packageId as number, price: settled.monthlyPrice })}
        >
          Compare with a month that is past
        </TextLink>
      </p>
    </section>
  );
}

function Price({ amount }: { amount: bigint | undefined }) {
  return amount === undefined ? 'the price they have' : <Money amount={amount} />;
}
