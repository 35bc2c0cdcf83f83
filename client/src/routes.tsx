import { type ComponentType, type LazyExoticComponent, lazy, Suspense } from 'react';
import { Redirect, Route, Switch } from 'wouter';
import type { Permission } from '#shared/auth/roles.ts';
import type { NavigationItem } from './components/admin-navigation.tsx';
import { NotFoundPage } from './pages/not-found-page.tsx';
import { paths } from './paths.ts';
import { SessionGate } from './session-gate.tsx';

export interface AdminRoute {
  path: string;
  page: LazyExoticComponent<ComponentType>;
  permission: Permission;
  /** Its entry in the navigation, in the order of this table; a page of one thing has none. */
  nav?: Omit<NavigationItem, 'path'>;
}

const SignInPage = lazyPart(() => import('./pages/sign-in-page.tsx'), 'SignInPage');
const AdminPages = lazyPart(() => import('./admin-pages.tsx'), 'AdminPages');

const adminRoutes: AdminRoute[] = [];

/** Every URL of the app → its page. */
export function Routes() {
  return (
    <Suspense>
      <Switch>
        <Route path="/">
          <Redirect to={paths.home()} replace />
        </Route>
        <Route path={paths.signIn()}>
          <SignInPage />
        </Route>
        <Route path="/admin/*?">
          <SessionGate>
            <AdminPages routes={adminRoutes} />
          </SessionGate>
        </Route>
        <Route>
          <NotFoundPage />
        </Route>
      </Switch>
    </Suspense>
  );
}

/** A part of the app that is read when it is first gone to, so that nobody waits for pages they do not open. */
function lazyPart<Name extends string, Props>(
  load: () => Promise<Record<Name, ComponentType<Props>>>,
  name: Name,
): LazyExoticComponent<ComponentType<Props>> {
  return lazy(async () => ({ default: (await load())[name] }));
}
