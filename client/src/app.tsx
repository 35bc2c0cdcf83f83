import { CSPProvider } from '@base-ui/react/csp-provider';
import { type QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { Router, useLocation } from 'wouter';
import { ErrorBoundary } from './components/error-boundary.tsx';
import { ToastProvider } from './components/ui/toast.tsx';
import { LeaveDialog } from './forms/leave-dialog.tsx';
import { guardNavigation } from './forms/leave-guard.ts';
import { Routes } from './routes.tsx';

/** The whole app, on a cache of its own. */
export function App({ queryClient }: { queryClient: QueryClient }) {
  return (
    <CSPProvider disableStyleElements>
      <QueryClientProvider client={queryClient}>
        <ToastProvider>
          <Router aroundNav={guardNavigation}>
            <Page />
            <LeaveDialog />
          </Router>
        </ToastProvider>
      </QueryClientProvider>
    </CSPProvider>
  );
}

function Page() {
  const [path] = useLocation();
  return (
    <ErrorBoundary resetKey={path}>
      <Routes />
    </ErrorBoundary>
  );
}
