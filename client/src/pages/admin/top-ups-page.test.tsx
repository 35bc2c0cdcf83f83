import { screen, waitFor, within } from '@testing-library/react';
import { expect, test } from 'vitest';
import { topUps } from '#shared/api/top-ups.ts';
import { answerAll } from '../../testing/answer-all.ts';
import type { FakeApi } from '../../testing/fake-api.ts';
import type { Person } from '../../testing/people.ts';
import { at } from '../../testing/records.ts';
import { renderApp } from '../../testing/render-app.tsx';
import { aTopUp, aTopUpDetail } from '../../testing/top-up-records.ts';
// Read before the clock of a test runs.
import './customer-page.tsx';
import './top-up-page.tsx';
import './top-ups-page.tsx';

const show = (url: string, answers?: (api: FakeApi) => void, as: Person = 'olive') =>
  renderApp(url, {
    as,
    answers: (api) => {
      answerAll(api);
      answers?.(api);
    },
  });
const unclear = aTopUpDetail({
  status: 'unclear',
  problem: 'PayPal captured another amount than was asked for.',
  captured: '1.00 USD',
  movements: [],
});

test('a payment link is made once, and shown to be sent', async () => {
  const { api, user } = show('/admin/customers/11');
  await user.click(await screen.findByRole('button', { name: 'Payment link' }));
  const dialog = within(await screen.findByRole('dialog', { name: /Payment link for/ }));
  await user.type(dialog.getByRole('textbox', { name: 'Amount' }), '20');
  api.answer(topUps.start, { topUp: aTopUp({ status: 'created' }), repeated: false });
  await user.dblClick(dialog.getByRole('button', { name: 'Make the link' }));
  const link = await dialog.findByRole('textbox', { name: 'Payment link' });
  expect(link).toHaveValue(`${location.origin}/pay/${aTopUp().key}`);
  const sent = api.sent(topUps.start);
  expect(sent[0]).toMatchObject({ id: '11', amount: '20' });
  expect(new Set(sent.map(({ idempotencyKey }) => idempotencyKey)).size).toBe(1);
});

test('an amount outside the limits is told under its field', async () => {
  const { api, user } = show('/admin/customers/11');
  await user.click(await screen.findByRole('button', { name: 'Payment link' }));
  const dialog = within(await screen.findByRole('dialog'));
  const message = 'A top-up is from 5.00 to 500.00 USD';
  api.refuse(topUps.start, { code: 'invalid_input', fields: [{ path: 'amount', message }] });
  await user.type(dialog.getByRole('textbox', { name: 'Amount' }), '1');
  await user.click(dialog.getByRole('button', { name: 'Make the link' }));
  await waitFor(() =>
    expect(dialog.getByRole('textbox', { name: 'Amount' })).toHaveAccessibleDescription(
      expect.stringContaining(message),
    ),
  );
});

test('the state filters the list', async () => {
  const { api } = show('/admin/top-ups?status=unclear');
  await screen.findByText('Top-up 7');
  expect(api.sent(topUps.list).at(-1)).toEqual({ status: 'unclear' });
});

test('an unclear one shows the evidence, and how it was settled is noted', async () => {
  const { api, user } = show('/admin/top-ups/7', (fake) => fake.answer(topUps.get, unclear));
  expect(await screen.findByText(/PayPal captured 1.00 USD/)).toBeInTheDocument();
  await user.click(screen.getByRole('button', { name: 'Note how it was settled' }));
  const dialog = within(await screen.findByRole('dialog'));
  await user.type(dialog.getByRole('textbox', { name: 'How it was settled' }), 'refunded at PayPal');
  const settled = { at: at('20:10'), by: 'Olive', reason: 'refunded at PayPal' };
  api.answer(topUps.settle, aTopUp({ status: 'unclear', settled }));
  api.answer(topUps.get, { ...unclear, settled });
  await user.click(dialog.getByRole('button', { name: 'Note it' }));
  expect(await screen.findByText('Settled by Olive')).toBeInTheDocument();
  expect(api.sent(topUps.settle)).toEqual([{ id: '7', reason: 'refunded at PayPal' }]);
});

test('PayPal is asked on demand, and its answer is told', async () => {
  const open = aTopUpDetail({ status: 'sent', captureId: null, movements: [] });
  const { api, user } = show('/admin/top-ups/7', (fake) => fake.answer(topUps.get, open));
  const ask = await screen.findByRole('button', { name: 'Ask PayPal' });
  api.refuse(topUps.check, { code: 'paypal_failed', message: 'PayPal did not answer.' });
  await user.click(ask);
  // Seen, and read out at once.
  expect(await screen.findAllByText('PayPal could not be asked')).not.toEqual([]);
  api.answer(topUps.check, aTopUp());
  await user.click(ask);
  expect(await screen.findByText('PayPal answered')).toBeInTheDocument();
});

test('what PayPal took back is told with each refund and dispute', async () => {
  const claims = [
    {
      kind: 'refund',
      paypalId: 'R1',
      amount: 4_000_000n,
      state: 'done',
      reason: null,
      updatedAt: at('20:00'),
    },
    {
      kind: 'dispute',
      paypalId: 'PP-R-1',
      amount: 6_000_000n,
      state: 'open',
      reason: 'UNAUTHORISED',
      updatedAt: at('20:05'),
    },
  ] as const;
  const taken = aTopUpDetail({ takenBack: 6_000_000n, claims: [...claims] });
  show('/admin/top-ups/7', (fake) => fake.answer(topUps.get, taken));
  expect(await screen.findByText('Partly taken back')).toBeInTheDocument();
  expect(screen.getByText('PP-R-1')).toBeInTheDocument();
  expect(screen.getByText('Open: taken out until PayPal decides')).toBeInTheDocument();
});

test('vera reads it, and is offered nothing she may not do', async () => {
  show('/admin/top-ups/7', (fake) => fake.answer(topUps.get, unclear), 'vera');
  await screen.findByText(/It was not credited/);
  expect(screen.queryByRole('button', { name: /Ask PayPal|Note how/ })).toBeNull();
});
