import type { Customer } from '../../../api/customers.ts';
import { Instant } from '../../../components/instant.tsx';
import { Money } from '../../../components/money.tsx';
import { Tokens } from '../../../components/tokens.tsx';

/** What a customer has in VirtFusion's credit, by the last reading; 'Not known' is not nothing. */
export function CreditBalance({ credit }: { credit: NonNullable<Customer['credit']> }) {
  if (credit.value === null || credit.tokens === null || credit.readAt === null) {
    return <span className="text-ink-faint">Not known</span>;
  }
  return (
    <>
      <Money amount={credit.value} aligned />
      <span className="block text-xs text-ink-faint">
        <Tokens amount={credit.tokens} />, read <Instant value={credit.readAt} />
      </span>
    </>
  );
}
