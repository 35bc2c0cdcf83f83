import { Suspense } from 'react';
import { Route, Switch } from 'wouter';
import { AccountGate } from './account-gate.tsx';
import { AccountLayout } from './components/account-layout.tsx';
import { lazyPart } from './components/ui/lazy-part.ts';
import { NotFoundPage } from './pages/not-found-page.tsx';
import { paths } from './paths.ts';

const AccountPage = lazyPart(() => import('./pages/account/account-page.tsx'), 'AccountPage');

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
            <Route>
              <NotFoundPage />
            </Route>
          </Switch>
        </Suspense>
      </AccountGate>
    </AccountLayout>
  );
}
