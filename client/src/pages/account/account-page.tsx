import { useSuspenseQuery } from '@tanstack/react-query';
import { accountQuery } from '../../api/account.ts';
import { Instant } from '../../components/instant.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { BalanceCard } from './balance-card.tsx';

/** What a customer has, what it costs, and how long it lasts. */
export function AccountPage() {
  // The gate has read it before this page is shown.
  const { data } = useSuspenseQuery(accountQuery);
  return (
    <>
      <PageHeader
        title={data.name ?? 'Your account'}
        description={
          <>
            This link opens your account until <Instant value={data.linkExpiresAt} show="exact" />. Whoever
            has it sees this page: do not pass it on.
          </>
        }
      />
      <div className="grid gap-4">
        <BalanceCard account={data} />
      </div>
    </>
  );
}
