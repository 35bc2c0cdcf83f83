import type { TopUpDetail } from '../../../api/top-ups.ts';
import { Instant } from '../../../components/instant.tsx';
import { Money } from '../../../components/money.tsx';
import { TextLink } from '../../../components/text-link.tsx';
import { kindWords } from '../../../components/transaction-columns.tsx';
import { Card, CardBody, CardHeader } from '../../../components/ui/card.tsx';
import { paths } from '../../../paths.ts';

/** What a top-up moved in the ledger. */
export function TopUpMovements({ movements }: Pick<TopUpDetail, 'movements'>) {
  return (
    <Card>
      <CardHeader
        title="In the ledger"
        description="What the wallet gained by it, and what was taken back."
      />
      <CardBody>
        {movements.length === 0 ? (
          <p className="text-sm text-ink-faint">Nothing has moved yet.</p>
        ) : (
          <ul className="divide-y divide-line text-sm">
            {movements.map((movement) => (
              <li key={movement.id} className="flex flex-wrap items-baseline justify-between gap-x-4 py-2">
                <span className="min-w-0">
                  <TextLink href={paths.transaction(movement.id)}>
                    {kindWords[movement.kind]}, transaction {movement.id}
                  </TextLink>
                  <span className="block text-ink-soft [overflow-wrap:anywhere]">{movement.reason}</span>
                  <Instant value={movement.createdAt} show="exact" />
                </span>
                <Money amount={movement.walletChange} signed className="text-ink" />
              </li>
            ))}
          </ul>
        )}
      </CardBody>
    </Card>
  );
}
