import { screen, waitFor, within } from '@testing-library/react';
import { expect, test } from 'vitest';
import { customerLinks } from '#shared/api/customer-links.ts';
import { customers } from '#shared/api/customers.ts';
import type { CustomerLink } from '../../api/customer-links.ts';
import { answerAll } from '../../testing/answer-all.ts';
import type { FakeApi } from '../../testing/fake-api.ts';
import { aCustomer, aTransaction, pageWith } from '../../testing/records.ts';
import { renderApp } from '../../testing/render-app.tsx';
// Read before the clock of a test runs.
import './customer-page.tsx';
import './customers-page.tsx';

const chidi = aCustomer({ id: 13, name: 'chidi', balance: 41_000n, burnPerHour: 13_699n, hoursLeft: 2 });
const show = (url: string, answers?: (api: FakeApi) => void) =>
  renderApp(url, {
    answers: (api) => {
      answerAll(api);
      answers?.(api);
    },
  });

async function openDialog(user: ReturnType<typeof show>['user']) {
  await user.click(await screen.findByRole('button', { name: 'Adjust wallet' }));
  return within(await screen.findByRole('dialog', { name: /Adjust the wallet/ }));
}

test('a wallet tells how long it lasts, and chidi stands out', async () => {
  const bram = aCustomer({ id: 12, name: 'bram', hoursLeft: 31 });
  show('/admin/customers', (api) => api.answer(customers.list, pageWith([bram, chidi])));
  expect(await screen.findByText('about 31 hours')).toBeInTheDocument();
  expect(screen.getByText('about 2 hours')).toHaveClass('bg-warn-soft');
});

test('customers are ordered by balance by the server', async () => {
  const { api, user } = show('/admin/customers');
  await user.click(await screen.findByRole('button', { name: 'Balance' }));
  await waitFor(() => expect(api.sent(customers.list).at(-1)).toEqual({ sort: 'balance' }));
});

test('the balance after an adjustment is shown before it is made', async () => {
  const { user } = show('/admin/customers/13', (api) => api.answer(customers.get, chidi));
  const dialog = await openDialog(user);
  await user.type(dialog.getByRole('textbox', { name: 'Amount' }), '10');
  expect(dialog.getByText('Balance after').nextSibling).toHaveTextContent('$10.041000');
  await user.click(dialog.getByRole('radio', { name: /Debit/ }));
  expect(dialog.getByText('Balance after').nextSibling).toHaveTextContent('-$9.959000');
  expect(dialog.getByText('The wallet goes below nothing.')).toBeInTheDocument();
});

test('a credit is sent once, with a key of its window', async () => {
  const { api, user } = show('/admin/customers/11');
  const dialog = await openDialog(user);
  await user.type(dialog.getByRole('textbox', { name: 'Amount' }), '12.5');
  await user.type(dialog.getByRole('textbox', { name: 'Reason' }), 'goodwill');
  api.answer(customers.adjustWallet, { repeated: false, transaction: aTransaction() });
  await user.dblClick(dialog.getByRole('button', { name: 'Credit the wallet' }));
  expect(await screen.findByText('Wallet credited')).toBeInTheDocument();
  const sent = api.sent(customers.adjustWallet);
  expect(sent[0]).toMatchObject({ id: '11', direction: 'credit', amount: '12.5', reason: 'goodwill' });
  expect(new Set(sent.map(({ idempotencyKey }) => idempotencyKey)).size).toBe(1);
});

test('after a lost reply the second try carries the same key; the next window has another', async () => {
  const { api, user } = show('/admin/customers/11');
  const dialog = await openDialog(user);
  await user.type(dialog.getByRole('textbox', { name: 'Amount' }), '5');
  await user.type(dialog.getByRole('textbox', { name: 'Reason' }), 'refund');
  const send = () => user.click(screen.getByRole('button', { name: 'Credit the wallet' }));
  api.refuse(customers.adjustWallet, { code: 'unavailable' });
  await send();
  expect(await dialog.findByRole('alert')).toBeInTheDocument();
  api.answer(customers.adjustWallet, { repeated: true, transaction: aTransaction() });
  await send();
  expect(await screen.findByText('It had been done already; nothing was done twice.')).toBeInTheDocument();
  const again = await openDialog(user);
  await user.type(again.getByRole('textbox', { name: 'Amount' }), '5');
  await user.type(again.getByRole('textbox', { name: 'Reason' }), 'refund');
  await send();
  await waitFor(() => expect(api.sent(customers.adjustWallet)).toHaveLength(3));
  const [first, second, third] = api.sent(customers.adjustWallet).map((sent) => sent.idempotencyKey);
  expect(second).toBe(first);
  expect(third).not.toBe(first);
});

test('other words under a key that was booked are explained', async () => {
  const { api, user } = show('/admin/customers/11');
  const dialog = await openDialog(user);
  await user.type(dialog.getByRole('textbox', { name: 'Amount' }), '5');
  await user.type(dialog.getByRole('textbox', { name: 'Reason' }), 'refund');
  api.refuse(customers.adjustWallet, { code: 'conflict' });
  await user.click(dialog.getByRole('button', { name: 'Credit the wallet' }));
  expect(await dialog.findByRole('alert')).toHaveTextContent('was booked after all');
});

test.each`
  amount         | words
  ${'0'}         | ${'Must be more than 0 and at most 1000000000'}
  ${'1,5'}       | ${'Write an amount such as 12.50, with at most six decimals'}
  ${'0.0000001'} | ${'Write an amount such as 12.50, with at most six decimals'}
`('an amount of "$amount" is refused under its field', async ({ amount, words }) => {
  const { api, user } = show('/admin/customers/11');
  const dialog = await openDialog(user);
  await user.type(dialog.getByRole('textbox', { name: 'Amount' }), amount);
  await user.type(dialog.getByRole('textbox', { name: 'Reason' }), 'goodwill');
  await user.click(dialog.getByRole('button', { name: 'Credit the wallet' }));
  expect(dialog.getByRole('textbox', { name: 'Amount' })).toHaveAccessibleDescription(words);
  expect(api.sent(customers.adjustWallet)).toEqual([]);
});

const aLink = (more: Partial<CustomerLink> = {}): CustomerLink => ({
  id: 5,
  customerId: 13,
  purpose: 'page',
  status: 'open',
  issuedBy: 'Otto Operator',
  createdAt: new Date('2026-11-01T12:00:00Z'),
  expiresAt: new Date('2026-11-08T12:00:00Z'),
  revokedAt: null,
  revokedBy: null,
  lastUsedAt: null,
  ...more,
});

test('a link is made for as long as was chosen, shown to be copied, and withdrawn after a question', async () => {
  const token = `skylink_${'a'.repeat(43)}`;
  const { api, user } = show('/admin/customers/13', (fake) => {
    fake.answer(customers.get, chidi);
    fake.answer(customerLinks.list, pageWith<CustomerLink>([]));
    fake.answer(customerLinks.issue, { link: aLink(), token, url: null });
    fake.answer(customerLinks.revoke, aLink({ status: 'revoked' }));
  });
  await user.click(await screen.findByRole('button', { name: 'Link for the customer' }));
  const dialog = within(await screen.findByRole('dialog', { name: 'A link for chidi' }));
  expect(await dialog.findByText('None yet.')).toBeInTheDocument();
  await user.selectOptions(dialog.getByRole('combobox', { name: 'It opens the page for' }), '30 days');
  api.answer(customerLinks.list, pageWith([aLink()]));
  await user.click(dialog.getByRole('button', { name: 'Make a link' }));
  const field = await dialog.findByRole('textbox', { name: 'The link' });
  expect(field).toHaveValue(`${location.origin}/account#${token}`);
  expect(api.sent(customerLinks.issue)).toMatchObject([{ id: '13', days: 30 }]);
  await user.click(dialog.getByRole('button', { name: 'Copy' }));
  expect(await navigator.clipboard.readText()).toContain(token);
  await user.click(await dialog.findByRole('button', { name: 'Withdraw' }));
  const question = within(await screen.findByRole('alertdialog', { name: 'Withdraw this link?' }));
  api.answer(customerLinks.list, pageWith([aLink({ status: 'revoked' })]));
  await user.click(question.getByRole('button', { name: 'Withdraw' }));
  expect(await dialog.findByText('Withdrawn')).toBeInTheDocument();
});

test('vera, who only views, is offered no link', async () => {
  renderApp('/admin/customers/13', {
    as: 'vera',
    answers: (api) => {
      answerAll(api);
      api.answer(customers.get, chidi);
    },
  });
  expect(await screen.findByRole('heading', { name: 'chidi' })).toBeInTheDocument();
  expect(screen.queryByRole('button', { name: 'Link for the customer' })).not.toBeInTheDocument();
});
