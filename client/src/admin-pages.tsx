import { Suspense } from 'react';
import { Redirect, Route, Switch, useLocation, useParams } from 'wouter';
import { can } from '#shared/auth/roles.ts';
import { useSession } from './api/session.ts';
import { AdminLayout } from './components/admin-layout.tsx';
import { ErrorBoundary } from './components/error-boundary.tsx';
import { Skeleton } from './components/ui/skeleton.tsx';
import { ForbiddenPage } from './pages/forbidden-page.tsx';
import { NotFoundPage } from './pages/not-found-page.tsx';
import { paths } from './paths.ts';
import type { AdminRoute } from './routes.tsx';

/** The admin around its pages: those the role may open are in the navigation, the others say why not. */
export function AdminPages({ routes }: { routes: readonly AdminRoute[] }) {
  const { admin, secondFactor } = useSession();
  const { role } = admin;
  const [path] = useLocation();
  const navigation = routes.flatMap(({ path, permission, nav }) =>
    nav && can(role, permission) ? [{ path, ...nav }] : [],
  );
  // The server refuses everything else until it is there.
  if (secondFactor === 'missing' && path !== paths.ownAccount()) {
    return <Redirect to={paths.ownAccount()} replace />;
  }
  return (
    <AdminLayout navigation={navigation}>
      <Switch>
        {routes.map(({ path, page, permission }) => (
          <Route key={path} path={path}>
            {can(role, permission) ? <AdminPage page={page} /> : <ForbiddenPage permission={permission} />}
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
