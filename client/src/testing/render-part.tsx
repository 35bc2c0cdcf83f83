import { QueryClientProvider } from '@tanstack/react-query';
import { render } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type { ReactNode } from 'react';
import { Router } from 'wouter';
import { createQueryClient } from '../api/query-client.ts';
import { ToastProvider } from '../components/ui/toast.tsx';
import { LeaveDialog } from '../forms/leave-dialog.tsx';
import { guardNavigation } from '../forms/leave-guard.ts';
import { SessionProvider } from '../session-provider.tsx';
import { type Person, sessionOf } from './people.ts';
// Read before the clock of a test runs.
import '../components/ui/combobox.tsx';
import '../components/ui/toast-list.tsx';
import '../forms/leave-question.tsx';

/** A part of a page with what the app gives it, and no API. */
export function renderPart(part: ReactNode, { as = 'olive' }: { as?: Person } = {}) {
  const queryClient = createQueryClient();
  const around = (children: ReactNode) => (
    <QueryClientProvider client={queryClient}>
      <ToastProvider>
        <SessionProvider session={sessionOf(as)}>
          <Router aroundNav={guardNavigation}>
            {children}
            <LeaveDialog />
          </Router>
        </SessionProvider>
      </ToastProvider>
    </QueryClientProvider>
  );
  const { rerender } = render(around(part));
  return { user: userEvent.setup(), rerender: (next: ReactNode) => rerender(around(next)) };
}
