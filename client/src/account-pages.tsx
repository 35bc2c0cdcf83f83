import { Suspense } from 'react';
import { Route, Switch } from 'wouter';
import { AccountGate } from './account-gate.tsx';
import { AccountLayout } from './components/account-layout.tsx';
import { lazyPart } from './components/ui/lazy-part.ts';
import { NotFoundPage } from './pages/not-found-page.tsx';
import { paths } from './paths.ts';

const AccountPage = lazyPart(() => import('./pages/account/account-page.tsx'), 'AccountPage');
const AccountServerPage = lazyPart(
  () => import('./pages/account/account-server-page.tsx'),
  'AccountServerPage',
);
const AccountChargePage = lazyPart(
  () => import('./pages/account/account-charge-page.tsx'),
  'AccountChargePage',
);

/** What a customer sees who came by a link: no session, no role, nothing of the admin's pages. */
export function AccountPages() {
  return (
    <AccountLayout>
      <AccountGate>
        <Suspense>
          <Switch>
            <Route path={paths.account()}>
              <AccountPage />
            </Route>
            <Route path={paths.accountServer(':id')}>
              <AccountServerPage />
            </Route>
            <Route path={paths.accountCharge(':serverId', ':hour')}>
              <AccountChargePage />
            </Route>
            <Route>
              <NotFoundPage home={paths.account()} />
            </Route>
          </Switch>
        </Suspense>
      </AccountGate>
    </AccountLayout>
  );
}
