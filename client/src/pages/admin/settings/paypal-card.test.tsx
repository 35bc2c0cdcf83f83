import { screen, waitFor, within } from '@testing-library/react';
import { expect, test } from 'vitest';
import { api } from '#shared/api/index.ts';
import type { PayPalAccount } from '../../../api/paypal.ts';
import type { Person } from '../../../testing/people.ts';
import { renderApp } from '../../../testing/render-app.tsx';
import { aPayPalAccount } from '../../../testing/top-up-records.ts';
import { aConnection, aPreview, aStatus, savedAs } from './testing/settings-answers.ts';
// Read before the clock of a test runs.
import '../settings-page.tsx';

const none = { source: 'none', mode: 'off', clientId: null, secretSaved: false, webhookId: null } as const;

async function renderCard(account: Partial<PayPalAccount>, as: Person = 'olive') {
  const rendered = renderApp('/admin/settings', {
    as,
    answers: (fake) => {
      fake.answer(api.settings.get, savedAs({}));
      fake.answer(api.settings.connection, aConnection({}));
      fake.answer(api.paypal.get, aPayPalAccount(account));
      fake.answer(api.cron.status, aStatus({}));
      fake.answer(api.cron.preview, aPreview({}));
      fake.answer(api.servers.list, { rows: [], nextCursor: null, total: 60 });
    },
  });
  const card = within(await screen.findByRole('region', { name: 'PayPal' }));
  await card.findByRole('radio', { name: /Sandbox/ });
  return { ...rendered, card };
}

test('an account is saved with its limits, and the secret is gone from the page', async () => {
  const { api: fake, user, card } = await renderCard(none);
  fake.answer(api.paypal.connect, aPayPalAccount({ clientId: 'client-of-ours', webhookId: null }));
  await user.click(card.getByRole('radio', { name: /Sandbox/ }));
  await user.type(card.getByRole('textbox', { name: 'Client ID' }), 'client-of-ours');
  await user.type(card.getByLabelText('Secret'), 'the-secret');
  await user.click(card.getByRole('button', { name: 'Save PayPal' }));
  await waitFor(() => expect(card.getByLabelText('Secret')).toHaveValue(''));
  expect(fake.sent(api.paypal.connect)).toEqual([
    {
      mode: 'sandbox',
      clientId: 'client-of-ours',
      secret: 'the-secret',
      webhookId: '',
      smallest: '5.00',
      largest: '500.00',
    },
  ]);
});

test('an empty secret keeps the saved one', async () => {
  const { api: fake, user, card } = await renderCard({});
  fake.answer(api.paypal.connect, aPayPalAccount({ largest: 100_000_000n }));
  const largest = card.getByRole('textbox', { name: 'Largest top-up' });
  await user.clear(largest);
  await user.type(largest, '100');
  await user.click(card.getByRole('button', { name: 'Save PayPal' }));
  await waitFor(() => expect(fake.sent(api.paypal.connect)).toHaveLength(1));
  expect(fake.sent(api.paypal.connect)[0]).not.toHaveProperty('secret');
});

test('a test tries what is typed, and tells of each part by itself', async () => {
  const { api: fake, user, card } = await renderCard({});
  fake.answer(api.paypal.test, {
    checks: [
      { check: 'credentials', ok: true, detail: 'PayPal knows this app.' },
      { check: 'webhook', ok: false, detail: 'The account has no webhook with this ID.' },
    ],
  });
  await user.click(card.getByRole('button', { name: 'Test PayPal' }));
  expect(await card.findByText('The account has no webhook with this ID.')).toBeInTheDocument();
  expect(card.getByText('works')).toBeInTheDocument();
  expect(fake.sent(api.paypal.test)).toEqual([
    { mode: 'sandbox', clientId: 'client-of-ours', webhookId: '8PT597110X687430L' },
  ]);
});

test('vera reads it, and can change nothing', async () => {
  const { card } = await renderCard({}, 'vera');
  expect(card.getByRole('textbox', { name: 'Client ID' })).toBeDisabled();
  expect(card.queryByRole('button', { name: /Test PayPal|Save PayPal/ })).toBeNull();
});

test('a demo says that no money moves', async () => {
  const { card } = await renderCard({ ...none, source: 'demo' });
  expect(card.getByText('The demo is paid through an emulated PayPal')).toBeInTheDocument();
});
