import { screen, waitFor, within } from '@testing-library/react';
import { afterEach, expect, test } from 'vitest';
import { search } from '#shared/api/search.ts';
import { servers } from '#shared/api/servers.ts';
import { answerAll } from '../testing/answer-all.ts';
import type { Person } from '../testing/people.ts';
import { renderApp } from '../testing/render-app.tsx';
// Read before the clock of a test runs.
import '../pages/admin/customers-page.tsx';
import '../pages/admin/server-page.tsx';
import '../pages/admin/servers-page.tsx';
import '../pages/admin/transactions-page.tsx';

afterEach(() => localStorage.clear());

const show = async (url = '/admin/servers', as: Person = 'olive') => {
  const app = renderApp(url, { as, answers: answerAll });
  await screen.findByRole('table', { name: 'Servers' });
  return app;
};
const entries = () => screen.getAllByRole('option').map((option) => option.textContent);

test('Ctrl K offers every page and action, and goes to the one that is typed', async () => {
  const { user } = await show();
  await user.keyboard('{Control>}k{/Control}');
  const dialog = await screen.findByRole('dialog', { name: 'Find anything, or do it' });
  expect(entries()).toEqual(expect.arrayContaining(['Dashboard', 'Settings', 'Bill now…', 'Dark theme']));
  await user.type(within(dialog).getByRole('combobox'), 'transac');
  await waitFor(() => expect(entries()[0]).toBe('Transactions'));
  await user.keyboard('{Enter}');
  await waitFor(() => expect(location.pathname).toBe('/admin/transactions'));
  expect(screen.queryByRole('dialog')).not.toBeInTheDocument();
});

test('a server is found by its first letters, and opened', async () => {
  const { api, user } = await show();
  api.answer(search.find, {
    found: [{ kind: 'server', id: 1, title: 'ada-web-1', hint: 'ada' }],
  });
  const [opener] = screen.getAllByRole('button', { name: /Find anything/ });
  if (opener) await user.click(opener);
  await user.type(await screen.findByRole('combobox', { name: 'Find anything, or do it' }), 'ada');
  await user.click(await screen.findByRole('option', { name: /ada-web-1/ }));
  await waitFor(() => expect(location.pathname).toBe('/admin/servers/1'));
  expect(api.sent(search.find).at(-1)).toEqual({ q: 'ada' });
});

test('a transaction is found by its number, and opened', async () => {
  const { api, user } = await show();
  api.answer(search.find, {
    found: [{ kind: 'transaction', id: 31, title: 'Transaction 31', hint: 'a mistake of ours' }],
  });
  await user.keyboard('{Control>}k{/Control}');
  await user.type(await screen.findByRole('combobox', { name: 'Find anything, or do it' }), '#31');
  await user.click(await screen.findByRole('option', { name: /Transaction 31/ }));
  await waitFor(() => expect(location.pathname).toBe('/admin/transactions/31'));
});

test('what the first letters do not find, the list looks for', async () => {
  const { api, user } = await show('/admin/servers');
  await user.keyboard('{Control>}k{/Control}');
  await user.type(await screen.findByRole('combobox', { name: 'Find anything, or do it' }), 'web');
  await user.click(await screen.findByRole('option', { name: /Servers with “web” anywhere/ }));
  await waitFor(() => expect(api.sent(servers.list).at(-1)).toEqual({ search: 'web' }));
});

test('vera is offered no action she may not do', async () => {
  const { user } = await show('/admin/servers', 'vera');
  await user.keyboard('{Control>}k{/Control}');
  await screen.findByRole('dialog');
  expect(entries()).toContain('Dashboard');
  expect(entries()).not.toContain('Bill now…');
});

test('letters go to pages and search, and are listed by ?; who does not want them switches them off', async () => {
  const { user } = await show();
  await user.keyboard('/');
  expect(screen.getByRole('searchbox', { name: 'Find a server' })).toHaveFocus();
  await user.keyboard('gc');
  expect(location.pathname, 'what is typed is no shortcut').toBe('/admin/servers');
  (document.activeElement as HTMLElement).blur();
  await user.keyboard('?');
  await user.click(await screen.findByRole('switch', { name: 'Shortcuts of a single letter' }));
  await user.keyboard('{Escape}');
  await waitFor(() => expect(screen.queryByRole('dialog')).not.toBeInTheDocument());
  await user.keyboard('gc');
  expect(location.pathname).toBe('/admin/servers');
  localStorage.clear();
  await user.keyboard('gc');
  await waitFor(() => expect(location.pathname).toBe('/admin/customers'));
});

test('columns are chosen in the URL; the one a row is about stays', async () => {
  const { user } = await show('/admin/servers?columns=uuid,package,name');
  expect(screen.getByRole('columnheader', { name: 'UUID' })).toBeInTheDocument();
  expect(screen.queryByRole('columnheader', { name: 'Package' })).not.toBeInTheDocument();
  expect(screen.getByRole('columnheader', { name: 'Server' })).toBeInTheDocument();
  await user.click(screen.getByRole('button', { name: 'Choose columns' }));
  await user.click(await screen.findByRole('menuitemcheckbox', { name: 'Package' }));
  await waitFor(() => expect(location.search).toBe('?columns=uuid%2Cname'));
  expect(screen.getByRole('columnheader', { name: 'Package', hidden: true })).toBeInTheDocument();
});
