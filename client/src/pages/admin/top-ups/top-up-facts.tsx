import type { TopUpDetail } from '../../../api/top-ups.ts';
import { customerName } from '../../../components/customer-name.ts';
import { DefinitionList } from '../../../components/definition-list.tsx';
import { Instant } from '../../../components/instant.tsx';
import { moneyText } from '../../../components/money.tsx';
import { TextLink } from '../../../components/text-link.tsx';
import { paths } from '../../../paths.ts';

const modeWords = { sandbox: 'PayPal’s sandbox', live: 'PayPal', emulated: 'An emulated PayPal' };

export function TopUpFacts({ topUp }: { topUp: TopUpDetail }) {
  const { customerId, amount, currency, takenBack, orderId, captureId } = topUp;
  return (
    <DefinitionList
      items={[
        {
          term: 'Customer',
          detail: <TextLink href={paths.customer(customerId)}>{customerName(topUp)}</TextLink>,
        },
        { term: 'Asked for', detail: moneyText(amount, currency) },
        takenBack > 0n && { term: 'Taken back since', detail: moneyText(takenBack, currency) },
        { term: 'Paid through', detail: modeWords[topUp.mode] },
        orderId !== null && { term: 'PayPal order', detail: <code>{orderId}</code> },
        captureId !== null && { term: 'PayPal capture', detail: <code>{captureId}</code> },
        { term: 'Asked for by', detail: topUp.requestedBy },
        { term: 'Made', detail: <Instant value={topUp.createdAt} show="exact" /> },
        { term: 'Changed', detail: <Instant value={topUp.updatedAt} show="exact" /> },
        (topUp.status === 'created' || topUp.status === 'sent') && {
          term: 'Can be paid until',
          detail: <Instant value={topUp.expiresAt} show="exact" />,
        },
      ]}
    />
  );
}
