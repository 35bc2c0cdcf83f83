import type { Micros } from '#shared/billing/money.ts';
import { paths } from '../paths.ts';
import { Money } from './money.tsx';
import { TextLink } from './text-link.tsx';

export interface ChargeAmountProps {
  serverId: number;
  charge: { hour: Date; amount: Micros; corrected: Micros | null };
  /** Where its explanation is; default: the admin's page. */
  path?: (serverId: number, hour: Date) => string;
}

/** What an hour costs today, as the way to its explanation; beneath it what it was charged first, where a replay put it right. */
export function ChargeAmount({
  serverId,
  charge: { hour, amount, corrected },
  path = paths.charge,
}: ChargeAmountProps) {
  return (
    <>
      <TextLink href={path(serverId, hour)}>
        <span className="sr-only">Why </span>
        <Money amount={corrected ?? amount} aligned />
      </TextLink>
      {corrected === null ? null : (
        <span className="block text-xs text-ink-soft">
          Corrected, charged as <Money amount={amount} />
        </span>
      )}
    </>
  );
}
