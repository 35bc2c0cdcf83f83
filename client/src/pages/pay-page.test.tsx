import { screen, waitFor } from '@testing-library/react';
import { expect, test, vi } from 'vitest';
import { payments } from '#shared/api/payments.ts';
import type { Payment } from '../api/payments.ts';
import type { FakeApi } from '../testing/fake-api.ts';
import { at } from '../testing/records.ts';
import { renderApp } from '../testing/render-app.tsx';
// Read before the clock of a test runs.
import './pay-page.tsx';

const key = '0f8fad5b-d9cb-469f-a165-70867728950e';

function aPayment(over: Partial<Payment> = {}): Payment {
  return {
    amount: 20_000_000n,
    currency: 'EUR',
    status: 'created',
    waiting: false,
    refunded: false,
    expiresAt: at('23:00'),
    emulated: false,
    ...over,
  };
}

/** Nobody is signed in, and nobody has to be. */
const show = (
  payment: Payment,
  { query = '', answers }: { query?: string; answers?: (api: FakeApi) => void } = {},
) =>
  renderApp(`/pay/${key}${query}`, {
    as: null,
    answers: (api) => {
      api.answer(payments.get, payment);
      answers?.(api);
    },
  });

test('a buyer without an account sees what to pay, and is led to PayPal', async () => {
  const { api, user } = show(aPayment());
  const assign = vi.spyOn(window.location, 'assign').mockImplementation(() => {});
  expect(await screen.findByText('€20.00')).toBeInTheDocument();
  api.answer(payments.pay, { approveUrl: 'https://www.paypal.com/checkoutnow?token=O1' });
  await user.click(screen.getByRole('button', { name: 'Pay with PayPal' }));
  await waitFor(() => expect(assign).toHaveBeenCalledWith('https://www.paypal.com/checkoutnow?token=O1'));
});

test('back from PayPal the money is taken once, and the buyer is thanked', async () => {
  const { api } = show(aPayment({ status: 'sent' }), {
    query: '?back=approved&token=O1&PayerID=B1',
    answers: (fake) => fake.answer(payments.complete, aPayment({ status: 'captured' })),
  });
  expect(await screen.findByText('Paid. Thank you!')).toBeInTheDocument();
  expect(api.sent(payments.complete)).toEqual([{ key }]);
  expect(screen.queryByRole('button', { name: /PayPal/ })).toBeNull();
});

test.each`
  came                      | token          | links
  ${'from their own page'}  | ${'skylink_a'} | ${1}
  ${'by the payment alone'} | ${null}        | ${0}
`('who came $came sees $links way back to it', async ({ token, links }) => {
  if (token) sessionStorage.setItem('customer-link', token);
  show(aPayment());
  expect(await screen.findByText('€20.00')).toBeInTheDocument();
  const found = screen.queryAllByRole('link', { name: 'Back to your account' });
  sessionStorage.clear();
  expect(found.map((link) => link.getAttribute('href'))).toEqual(Array(links).fill('/account'));
});

test('who turned back at PayPal paid nothing, and may try again', async () => {
  const { api } = show(aPayment({ status: 'sent' }), { query: '?back=cancelled&token=O1' });
  expect(await screen.findByText('You turned back at PayPal')).toBeInTheDocument();
  expect(screen.getByRole('button', { name: 'Try again with PayPal' })).toBeEnabled();
  expect(api.sent(payments.complete)).toEqual([]);
});

test.each`
  payment                                   | says
  ${{ status: 'captured' }}                 | ${'Paid. Thank you!'}
  ${{ status: 'sent', waiting: true }}      | ${'PayPal has not confirmed it yet'}
  ${{ status: 'expired' }}                  | ${'This payment link is over'}
  ${{ status: 'unclear' }}                  | ${'This payment is being looked into'}
  ${{ status: 'refused' }}                  | ${'PayPal did not take the payment'}
  ${{ status: 'captured', refunded: true }} | ${'This payment was given back, wholly or in part'}
`('$payment says "$says", and offers no second payment', async ({ payment, says }) => {
  show(aPayment(payment));
  expect(await screen.findByText(says)).toBeInTheDocument();
  expect(screen.queryByRole('button', { name: /with PayPal/ })).toBeNull();
});

test('a link that is none says so, a server that is away offers to try again', async () => {
  const { api, user } = show(aPayment(), {
    answers: (fake) => fake.refuse(payments.get, { code: 'unavailable' }),
  });
  const again = await screen.findByRole('button', { name: 'Try again' });
  api.refuse(payments.get, { code: 'not_found' });
  await user.click(again);
  expect(await screen.findByText('There is no such payment')).toBeInTheDocument();
});

test('a refusal to pay is told where the button is', async () => {
  const { user } = show(aPayment(), {
    answers: (fake) => fake.refuse(payments.pay, { code: 'refused', message: 'This is paid already.' }),
  });
  await user.click(await screen.findByRole('button', { name: 'Pay with PayPal' }));
  expect(await screen.findByRole('alert')).toHaveTextContent('This is paid already.');
});
