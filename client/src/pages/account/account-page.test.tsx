import { screen } from '@testing-library/react';
import { afterEach, expect, test, vi } from 'vitest';
import { account } from '#shared/api/account.ts';
import { budgets } from '#shared/api/budgets.ts';
import type { Account, AccountServer } from '../../api/account.ts';
import type { Budget } from '../../api/budgets.ts';
import type { FakeApi } from '../../testing/fake-api.ts';
import { renderApp } from '../../testing/render-app.tsx';
// Read before the clock of a test runs.
import '../../account-pages.tsx';
import './account-page.tsx';
import './budget-panel.tsx';
import './top-up-form.tsx';

const TOKEN = `skylink_${'a'.repeat(43)}`;
const ada: Account = {
  name: 'Ada Adebayo',
  currency: 'USD',
  timezone: 'UTC',
  servers: 1,
  balance: 4_200_000n,
  burnPerHour: 10_000n,
  hoursLeft: 420,
  topUp: { smallest: 5_000_000n, largest: 500_000_000n },
  linkExpiresAt: new Date('2026-12-01T12:00:00Z'),
};
const web: AccountServer = {
  id: 1,
  name: 'ada-web-1',
  state: 'running',
  present: true,
  packageName: 'Small',
  monthlyPrice: 7_300_000n,
  month: { seconds: 5400, amount: 15_000n },
};
const mail: AccountServer = { ...web, id: 2, name: 'ada-mail' };
const noBudget: Budget = {
  budget: null,
  version: 0,
  month: new Date('2026-11-01T00:00:00Z'),
  spent: 30_000n,
  passed: [],
  stops: [],
  stoppedPercent: 50,
};
const show = (url: string, answers?: (api: FakeApi) => void) =>
  renderApp(url, {
    as: null,
    answers: (api) => {
      api.answer(account.get, ada);
      api.answer(account.servers, { rows: [web, mail], nextCursor: null, total: null });
      api.answer(budgets.get, noBudget);
      answers?.(api);
    },
  });

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

test('each server tells its hours and its cost, and leads to its charges', async () => {
  show(`/account#${TOKEN}`);
  const link = await screen.findByRole('link', { name: 'ada-web-1' });
  expect(link).toHaveAttribute('href', '/account/servers/1');
  expect(screen.getAllByText('1.5 h')).toHaveLength(2);
});

test('a limit is set with the servers in the order that was chosen, and says what stopping does not save', async () => {
  const { api, user } = show(`/account?show=limit#${TOKEN}`);
  await user.type(await screen.findByRole('textbox', { name: 'A month may cost' }), '25');
  await user.click(screen.getByRole('switch', { name: 'Switch servers off at 100 %' }));
  expect(screen.getByText(/50 % of its price/)).toBeInTheDocument();
  await user.click(screen.getByRole('button', { name: 'ada-mail earlier' }));
  await user.click(screen.getByRole('checkbox', { name: 'ada-web-1' }));
  api.answer(budgets.save, {
    ...noBudget,
    version: 1,
    budget: { monthly: 25_000_000n, alertPercents: [80, 100], hardLimit: true, stopOrder: [2] },
  });
  await user.click(screen.getByRole('button', { name: 'Set the limit' }));
  expect(await screen.findByText('Spend limit saved')).toBeInTheDocument();
  expect(api.sent(budgets.save)).toEqual([
    { monthly: '25', alertPercents: [80, 100], hardLimit: true, stopOrder: [2], version: 0 },
  ]);
});

test('what the limit stopped is said first, with the way back', async () => {
  show(`/account?show=limit#${TOKEN}`, (api) =>
    api.answer(budgets.get, {
      ...noBudget,
      version: 3,
      budget: { monthly: 30_000n, alertPercents: [100], hardLimit: true, stopOrder: [1] },
      passed: [{ level: 100, at: new Date('2026-11-03T10:00:00Z') }],
      stops: [
        {
          serverId: 1,
          serverName: 'ada-web-1',
          status: 'off',
          wantedAt: new Date('2026-11-03T10:00:00Z'),
          endedAt: new Date('2026-11-03T10:01:00Z'),
        },
      ],
    }),
  );
  expect(await screen.findByText('ada-web-1 was switched off')).toBeInTheDocument();
  expect(screen.getByText(/Raise or remove the limit below/)).toBeInTheDocument();
});

test('an amount leads on to the page of its payment, once', async () => {
  const { api, user } = show(`/account#${TOKEN}`);
  await user.type(await screen.findByRole('textbox', { name: 'Amount' }), '25');
  api.answer(account.topUp, { key: '5c0e7a3e-7b1f-4f7e-9c5a-2f6f0f1d2b3c' });
  await user.click(screen.getByRole('button', { name: 'Pay with PayPal' }));
  await vi.waitFor(() => expect(location.pathname).toBe('/pay/5c0e7a3e-7b1f-4f7e-9c5a-2f6f0f1d2b3c'));
  expect(api.sent(account.topUp)).toEqual([
    { amount: '25', idempotencyKey: expect.stringMatching(/^page:[0-9a-f]{32}$/) },
  ]);
});

test('where nothing can be paid in, nobody is asked for an amount', async () => {
  show(`/account#${TOKEN}`, (api) => api.answer(account.get, { ...ada, topUp: null }));
  expect(await screen.findByText('$4.20')).toBeInTheDocument();
  expect(screen.queryByRole('textbox', { name: 'Amount' })).not.toBeInTheDocument();
});
