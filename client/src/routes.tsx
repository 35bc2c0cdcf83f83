import { type ComponentType, type LazyExoticComponent, lazy, Suspense } from 'react';
import { Redirect, Route, Switch, useParams } from 'wouter';
import { can, type Permission } from '#shared/auth/roles.ts';
import { useSession } from './api/session.ts';
import { AdminLayout } from './components/admin-layout.tsx';
import type { NavigationItem } from './components/admin-navigation.tsx';
import { ErrorBoundary } from './components/error-boundary.tsx';
import { Skeleton } from './components/ui/skeleton.tsx';
import { ForbiddenPage } from './pages/forbidden-page.tsx';
import { NotFoundPage } from './pages/not-found-page.tsx';
import { paths } from './paths.ts';
import { SessionGate } from './session-gate.tsx';

interface AdminRoute {
  path: string;
  /** Read when first gone to, so that nobody waits for pages they do not open. */
  page: LazyExoticComponent<ComponentType>;
  permission: Permission;
  /** Its entry in the navigation, in the order of this table; pages of one thing have none. */
  nav?: Omit<NavigationItem, 'path'>;
}

const SignInPage = lazy(() =>
  import('./pages/sign-in-page.tsx').then((file) => ({ default: file.SignInPage })),
);

const adminRoutes: AdminRoute[] = [];

/** The first page of the admin, until there is a dashboard. */
const HOME = paths.runs();

/** Every URL of the app → its page. */
export function Routes() {
  return (
    <Switch>
      <Route path="/">
        <Redirect to={paths.home()} replace />
      </Route>
      <Route path={paths.signIn()}>
        <Suspense>
          <SignInPage />
        </Suspense>
      </Route>
      <Route path="/admin/*?">
        <SessionGate>
          <AdminPages />
        </SessionGate>
      </Route>
      <Route>
        <NotFoundPage />
      </Route>
    </Switch>
  );
}

function AdminPages() {
  const { role } = useSession().admin;
  const navigation = adminRoutes.flatMap(({ path, permission, nav }) =>
    nav && can(role, permission) ? [{ path, ...nav }] : [],
  );
  return (
    <AdminLayout navigation={navigation}>
      <Switch>
        <Route path={paths.home()}>
          <Redirect to={HOME} replace />
        </Route>
        {adminRoutes.map(({ path, page: Page, permission }) => (
          <Route key={path} path={path}>
            {can(role, permission) ? <AdminPage page={Page} /> : <ForbiddenPage permission={permission} />}
          </Route>
        ))}
        <Route>
          <NotFoundPage />
        </Route>
      </Switch>
    </AdminLayout>
  );
}

function AdminPage({ page: Page }: { page: AdminRoute['page'] }) {
  // Another thing is another page: nothing typed or opened for one may show for the next.
  const key = JSON.stringify(useParams());
  return (
    <ErrorBoundary resetKey={key}>
      <Suspense fallback={<PageSkeleton />}>
        <Page key={key} />
      </Suspense>
    </ErrorBoundary>
  );
}

function PageSkeleton() {
  return (
    <div aria-busy="true">
      <Skeleton className="mb-2 h-7 w-48" />
      <Skeleton className="mb-6 w-80 max-w-full" />
      <Skeleton className="h-64" />
    </div>
  );
}
