import { screen, waitFor } from '@testing-library/react';
import { expect, test } from 'vitest';
import { audit } from '#shared/api/audit.ts';
import { transactions } from '#shared/api/transactions.ts';
import { answerAll } from '../../testing/answer-all.ts';
import type { FakeApi } from '../../testing/fake-api.ts';
import { anAuditEntry, aTransaction, pageWith } from '../../testing/records.ts';
import { renderApp } from '../../testing/render-app.tsx';
// Read before the clock of a test runs.
import './audit-page.tsx';
import './customer-page.tsx';
import './run-page.tsx';
import './transactions-page.tsx';

const show = (url: string, answers?: (api: FakeApi) => void) =>
  renderApp(url, {
    answers: (api) => {
      answerAll(api);
      answers?.(api);
    },
  });

test('a transaction leads to its customer and its run', async () => {
  show('/admin/transactions');
  expect(await screen.findByRole('link', { name: 'ada' })).toHaveAttribute('href', '/admin/customers/11');
  expect(screen.getByRole('link', { name: 'Run 12' })).toHaveAttribute('href', '/admin/runs/12');
});

test('a credit by hand says so, with its reason and the balance after it', async () => {
  const credit = aTransaction({
    kind: 'adjustment',
    runId: null,
    reason: 'goodwill',
    walletChange: 10_000_000n,
  });
  show('/admin/transactions', (api) => api.answer(transactions.list, pageWith([credit])));
  const row = (await screen.findByText('goodwill', { selector: ':not(option)' })).closest('tr');
  expect(row).toHaveTextContent('By hand');
  expect(row).toHaveTextContent('+$10.000000');
  expect(row).toHaveTextContent('$25.000000');
});

test('the link of a run narrows the ledger to it', async () => {
  const { api, user } = show('/admin/runs/12');
  await user.click(await screen.findByRole('link', { name: 'One transaction a customer and step' }));
  await screen.findByRole('table', { name: 'Transactions' });
  expect(api.sent(transactions.list).at(-1)).toEqual({ runId: '12' });
});

test('a number that is none narrows nothing', async () => {
  const { api } = show('/admin/transactions?customerId=abc&kind=gift');
  await screen.findByRole('table', { name: 'Transactions' });
  expect(api.sent(transactions.list).at(-1)).toEqual({});
});

test('the audit tells only what changed, before and after', async () => {
  const entry = anAuditEntry({
    before: { enabled: false, hoursPerMonth: 730, capHours: null },
    after: { enabled: true, hoursPerMonth: 730, capHours: 700 },
  });
  show('/admin/audit', (api) => api.answer(audit.list, pageWith([entry])));
  const row = (await screen.findByText('Changed the billing settings', { selector: ':not(option)' })).closest(
    'tr',
  );
  expect(row).toHaveTextContent('Enabled:offon');
  expect(row).toHaveTextContent('Cap hours:nothing700');
  expect(row).not.toHaveTextContent('Hours per month');
  expect(row).toHaveTextContent('Olive203.0.113.7');
});

test('money in the audit is money', async () => {
  const entry = anAuditEntry({
    action: 'wallet.adjusted',
    subject: 'customer:11',
    before: { balanceMicros: '412345' },
    after: { balanceMicros: '10412345' },
  });
  show('/admin/audit', (api) => api.answer(audit.list, pageWith([entry])));
  expect(
    (await screen.findByText('Adjusted a wallet', { selector: ':not(option)' })).closest('tr'),
  ).toHaveTextContent('Balance:$0.412345$10.412345');
  expect(screen.getByRole('link', { name: 'Customer 11' })).toHaveAttribute('href', '/admin/customers/11');
});

test('the audit is narrowed by what was done and to what', async () => {
  const { api, user } = show('/admin/audit');
  await screen.findByRole('table', { name: 'Audit entries' });
  await user.selectOptions(screen.getByRole('combobox', { name: 'What' }), 'Added a price');
  await user.type(screen.getByRole('searchbox', { name: /To what/ }), 'package:3');
  await waitFor(() =>
    expect(api.sent(audit.list).at(-1)).toEqual({ action: 'rate.added', subject: 'package:3' }),
  );
});

test('the audit is narrowed by whom and by days, and taken along as CSV as it is narrowed', async () => {
  const { api } = show('/admin/audit?actor=admin%3A3&from=2026-11-01&until=2026-11-02');
  await screen.findByRole('table', { name: 'Audit entries' });
  const narrowed = { actor: 'admin:3', from: '2026-11-01T00:00:00.000Z', until: '2026-11-03T00:00:00.000Z' };
  expect(api.sent(audit.list).at(-1)).toEqual(narrowed);
  const href = screen.getByRole('link', { name: 'CSV' }).getAttribute('href') ?? '';
  const url = new URL(href, 'https://host.example');
  expect(url.pathname).toBe('/api/admin/audit/csv');
  expect(Object.fromEntries(url.searchParams)).toEqual(narrowed);
});
