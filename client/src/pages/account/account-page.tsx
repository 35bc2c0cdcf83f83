import { useQuery } from '@tanstack/react-query';
import { Suspense } from 'react';
import { type Account, accountQuery } from '../../api/account.ts';
import { Instant } from '../../components/instant.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { lazyPart } from '../../components/ui/lazy-part.ts';
import { Skeleton } from '../../components/ui/skeleton.tsx';
import { Tabs } from '../../components/ui/tabs.tsx';
import { oneOf } from '../../hooks/one-of.ts';
import { useSearchState } from '../../hooks/use-search-state.ts';
import { BalanceCard } from './balance-card.tsx';
import { ServersList } from './servers-list.tsx';
import { StatementsList } from './statements-list.tsx';
import { TransactionsList } from './transactions-list.tsx';

// Forms are heavy, and most who come only look.
const TopUpForm = lazyPart(() => import('./top-up-form.tsx'), 'TopUpForm');
const BudgetPanel = lazyPart(() => import('./budget-panel.tsx'), 'BudgetPanel');

/** What a customer has, what it costs, and how long it lasts. */
export function AccountPage() {
  const { data } = useQuery(accountQuery);
  // The gate shows this page only once it is read.
  return data ? <Overview account={data} /> : null;
}

function Overview({ account }: { account: Account }) {
  return (
    <>
      <PageHeader title={account.name ?? 'Your account'} />
      <div className="grid gap-5">
        <BalanceCard account={account} />
        {account.topUp ? <TopUp {...account.topUp} /> : null}
        <Lists account={account} />
        <p className="text-xs text-ink-faint">
          Your link opens this page until <Instant value={account.linkExpiresAt} show="exact" />. Whoever has
          it sees what you see: do not pass it on.
        </p>
      </div>
    </>
  );
}

function TopUp(limits: NonNullable<Account['topUp']>) {
  return (
    <Suspense fallback={<Skeleton className="h-40" />}>
      <TopUpForm {...limits} />
    </Suspense>
  );
}

function Limit() {
  return (
    <Suspense fallback={<Skeleton className="h-64" />}>
      <BudgetPanel />
    </Suspense>
  );
}

const shown = ['servers', 'payments', 'statements', 'limit'] as const;

function Lists({ account }: { account: Account }) {
  const state = useSearchState({ show: '', sort: '' });
  const list = { ...state, changed: false };
  return (
    <Tabs
      aria-label="Of your account"
      value={oneOf(shown, state.values.show) ?? 'servers'}
      onChange={(show) => state.set({ show })}
      tabs={[
        {
          value: 'servers',
          label: `Servers (${account.servers.toLocaleString('en')})`,
          content: <ServersList state={list} />,
        },
        { value: 'payments', label: 'Payments', content: <TransactionsList state={list} /> },
        { value: 'statements', label: 'Statements', content: <StatementsList /> },
        { value: 'limit', label: 'Spend limit', content: <Limit /> },
      ]}
    />
  );
}
