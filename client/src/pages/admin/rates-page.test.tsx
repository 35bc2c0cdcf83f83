import { screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { rates } from '#shared/api/rates.ts';
import { answerAll } from '../../testing/answer-all.ts';
import type { FakeApi } from '../../testing/fake-api.ts';
import { aPackage, aRate, at } from '../../testing/records.ts';
import { renderApp } from '../../testing/render-app.tsx';
// Read before the clock of a test runs.
import './package-page.tsx';
import './rates-page.tsx';

const HOUR_MS = 3_600_000;
/** Every test of this file happens at half past eight. */
const fromNow = (hours: number) => new Date(at('20:00').getTime() + hours * HOUR_MS);
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: at('20:30') });
});
afterEach(() => {
  vi.useRealTimers();
});

const show = (url: string, packages = [aPackage()], answers?: (api: FakeApi) => void) =>
  renderApp(url, {
    answers: (api) => {
      answerAll(api);
      api.answer(rates.list, { packages });
      answers?.(api);
    },
  });

async function openDialog(user: ReturnType<typeof show>['user'], button = 'Set a price') {
  await user.click(await screen.findByRole('button', { name: button }));
  const dialog = within(await screen.findByRole('dialog'));
  await dialog.findByRole('textbox', { name: 'Monthly price' });
  return dialog;
}

test('the price list tells what is, what will be, and who waits', async () => {
  const planned = aRate({ id: 2, monthlyPrice: 6_000_000n, effectiveFrom: fromNow(72) });
  const large = aPackage({ id: 5, name: 'Large', rates: [], waitingServers: 3, waitingSince: fromNow(-54) });
  show('/admin/rates', [aPackage({ rates: [planned, aRate({ effectiveUntil: fromNow(72) })] }), large]);
  const list = () => screen.findByRole('table', { name: 'Packages' });
  const rowOf = async (name: RegExp) =>
    (await within(await list()).findByRole('link', { name })).closest('tr');
  expect(await rowOf(/^Small/)).toHaveTextContent('A month$5.00An hour$0.006849Next change$6.00 in 2 days');
  expect(await rowOf(/^Large/)).toHaveTextContent('3 waiting');
});

test('a price is set from the next whole hour, its hour shown while it is typed', async () => {
  const { api, user } = show('/admin/rates/3');
  const dialog = await openDialog(user);
  await user.type(dialog.getByRole('textbox', { name: 'Monthly price' }), '7.30');
  const meaning = dialog.getByRole('region', { name: 'What this price means' });
  expect(meaning).toHaveTextContent('An hour costs$0.01');
  expect(meaning).toHaveTextContent('30 days$7.20730 h$7.3031 days$7.30');
  api.answer(rates.add, aRate());
  await user.click(dialog.getByRole('button', { name: 'Set price' }));
  expect(await screen.findByText('Small has a new price')).toBeInTheDocument();
  expect(api.sent(rates.add)).toEqual([
    {
      packageId: 3,
      monthlyPrice: '7.30',
      coverWaiting: false,
      runningPercent: null,
      stoppedPercent: null,
      suspendedPercent: null,
    },
  ]);
});

test('hours that wait are priced only when asked for', async () => {
  const waiting = aPackage({ rates: [], waitingServers: 1, waitingSince: fromNow(-54) });
  const { api, user } = show('/admin/rates/3', [waiting]);
  const dialog = await openDialog(user);
  expect(
    dialog.getByRole('radio', { name: /From the next whole hour 23 Nov 2026, 21:00 UTC/ }),
  ).toBeChecked();
  await user.type(dialog.getByRole('textbox', { name: 'Monthly price' }), '5');
  await user.click(dialog.getByRole('radio', { name: /Also price the 55 hours that wait/ }));
  api.answer(rates.add, aRate());
  await user.click(dialog.getByRole('button', { name: 'Set price' }));
  await waitFor(() => expect(api.sent(rates.add)).toHaveLength(1));
  expect(api.sent(rates.add)[0]).toMatchObject({ coverWaiting: true });
});

test('a later hour must be chosen, and whole', async () => {
  const { api, user } = show('/admin/rates/3');
  const dialog = await openDialog(user);
  await user.type(dialog.getByRole('textbox', { name: 'Monthly price' }), '5');
  await user.click(dialog.getByRole('radio', { name: /From a later hour/ }));
  await user.click(dialog.getByRole('button', { name: 'Set price' }));
  expect(await dialog.findByLabelText('Hour')).toHaveAccessibleDescription(/Choose a whole hour/);
  expect(api.sent(rates.add)).toEqual([]);
});

test.each`
  price    | words
  ${'-1'}  | ${/Must be between 0 and 1000000000/}
  ${'NaN'} | ${/Write an amount such as 12.50/}
  ${'1e3'} | ${/Write an amount such as 12.50/}
`('a price of "$price" is refused under its field', async ({ price, words }) => {
  const { api, user } = show('/admin/rates/3');
  const dialog = await openDialog(user);
  await user.type(dialog.getByRole('textbox', { name: 'Monthly price' }), price);
  await user.click(dialog.getByRole('button', { name: 'Set price' }));
  expect(dialog.getByRole('textbox', { name: 'Monthly price' })).toHaveAccessibleDescription(words);
  expect(api.sent(rates.add)).toEqual([]);
});

test('what the server says of an hour appears under the hour', async () => {
  const { api, user } = show('/admin/rates/3');
  const dialog = await openDialog(user);
  await user.type(dialog.getByRole('textbox', { name: 'Monthly price' }), '5');
  const fields = [{ path: 'monthlyPrice', message: 'There is a price from this hour on already.' }];
  api.refuse(rates.add, { code: 'invalid_input', fields });
  await user.click(dialog.getByRole('button', { name: 'Set price' }));
  await waitFor(() =>
    expect(dialog.getByRole('textbox', { name: 'Monthly price' })).toHaveAccessibleDescription(/already/),
  );
});
