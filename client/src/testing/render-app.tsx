import { render } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { vi } from 'vitest';
import { auth } from '#shared/api/auth.ts';
import { dunning } from '#shared/api/dunning.ts';
import { createQueryClient } from '../api/query-client.ts';
import { App } from '../app.tsx';
import { anUntouched, aPolicy, aStanding } from './dunning-records.ts';
import { FakeApi } from './fake-api.ts';
import { type Person, sessionOf } from './people.ts';
// What every page has, read before the clock of a test runs; a test names the pages it goes to.
import '../admin-pages.tsx';
import '../components/admin-menu.tsx';
import '../components/ui/toast-list.tsx';
import '../forms/leave-question.tsx';

export interface RenderAppOptions {
  /** Who is signed in; null for nobody. Default: olive. */
  as?: Person | null;
  /** Gives the answers the page needs before it is drawn. */
  answers?: (api: FakeApi) => void;
}

/** The real app at a URL, on a fake API. */
export function renderApp(url: string, { as = 'olive', answers }: RenderAppOptions = {}) {
  const api = new FakeApi();
  api.answer(auth.hints, { demo: false });
  if (as) api.answer(auth.me, sessionOf(as));
  else api.refuse(auth.me, { code: 'unauthenticated' });
  // Cards on pages about something else; a test about them answers otherwise.
  api
    .answer(dunning.policy, aPolicy())
    .answer(dunning.customer, aStanding())
    .answer(dunning.server, anUntouched());
  answers?.(api);
  vi.stubGlobal('fetch', api.fetch);
  history.replaceState(null, '', url);
  const queryClient = createQueryClient();
  queryClient.setDefaultOptions({ queries: { ...queryClient.getDefaultOptions().queries, retry: false } });
  render(<App queryClient={queryClient} />);
  return { api, queryClient, user: userEvent.setup() };
}
