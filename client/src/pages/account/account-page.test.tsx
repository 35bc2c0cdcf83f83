import { screen } from '@testing-library/react';
import { afterEach, expect, test } from 'vitest';
import { account } from '#shared/api/account.ts';
import type { Account } from '../../api/account.ts';
import type { FakeApi } from '../../testing/fake-api.ts';
import { renderApp } from '../../testing/render-app.tsx';
// Read before the clock of a test runs.
import '../../account-pages.tsx';
import './account-page.tsx';

const TOKEN = `skylink_${'a'.repeat(43)}`;
const ada: Account = {
  name: 'Ada Adebayo',
  currency: 'USD',
  timezone: 'UTC',
  servers: 1,
  balance: 4_200_000n,
  burnPerHour: 10_000n,
  hoursLeft: 420,
  linkExpiresAt: new Date('2026-12-01T12:00:00Z'),
};
const show = (url: string, answers: (api: FakeApi) => void = (api) => api.answer(account.get, ada)) =>
  renderApp(url, { as: null, answers });

afterEach(() => sessionStorage.clear());

test('the page says what is left and how long it lasts', async () => {
  show(`/account#${TOKEN}`);
  expect(await screen.findByText('$4.20')).toBeInTheDocument();
  expect(screen.getByText(/the balance lasts about 17 days \(420 hours\)/)).toBeInTheDocument();
});

test('the token leaves the address at once, and stays with the tab', async () => {
  show(`/account#${TOKEN}`);
  await screen.findByText('$4.20');
  expect(location.href).not.toContain('skylink_');
  expect(sessionStorage.getItem('customer-link')).toBe(TOKEN);
});

test('without a link the page asks for it, and asks the server nothing', async () => {
  const { api } = show('/account');
  expect(await screen.findByText('Open this page by your link')).toBeInTheDocument();
  expect(api.sent(account.get)).toEqual([]);
});

test('a link that was withdrawn says so, and shows nothing else', async () => {
  show(`/account#${TOKEN}`, (api) =>
    api.refuse(account.get, {
      code: 'unauthenticated',
      message: 'This link was withdrawn. Ask for a new one.',
    }),
  );
  expect(await screen.findByText('This link does not open your page')).toBeInTheDocument();
  expect(screen.getByText(/Ask for a new one/)).toBeInTheDocument();
  expect(screen.queryByText('Balance')).not.toBeInTheDocument();
});

test('a server that fails can be asked again', async () => {
  const { api, user } = show(`/account#${TOKEN}`, (fake) => fake.refuse(account.get, { code: 'internal' }));
  await user.click(await screen.findByRole('button', { name: 'Try again' }));
  api.answer(account.get, ada);
  await user.click(await screen.findByRole('button', { name: 'Try again' }));
  expect(await screen.findByText('$4.20')).toBeInTheDocument();
});
