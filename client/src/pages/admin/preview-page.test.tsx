import { screen, waitFor, within } from '@testing-library/react';
import { expect, test } from 'vitest';
import { api as rows } from '#shared/api/index.ts';
import { answerAll } from '../../testing/answer-all.ts';
import type { FakeApi } from '../../testing/fake-api.ts';
import { aKeptPrice, aPreviewedRun, aRatePreview, aWhatIfSlice } from '../../testing/preview-records.ts';
import { aPackage, aRate } from '../../testing/records.ts';
import { renderApp } from '../../testing/render-app.tsx';
// Read before the clock of a test runs.
import './package-page.tsx';
import './preview-page.tsx';
import './rates-page.tsx';
import './server-page.tsx';
import './settings-page.tsx';
import './what-if-page.tsx';

const show = (url: string, answers?: (api: FakeApi) => void) =>
  renderApp(url, {
    answers: (api) => {
      answerAll(api);
      answers?.(api);
    },
  });

test('the preview tells what would be charged, to whom, who would be below zero, and who would wait', async () => {
  const { user, api } = show('/admin/preview');
  expect(await screen.findByText('Would charge')).toBeInTheDocument();
  expect(screen.getByText(/if every server stays as it was last seen/)).toBeInTheDocument();
  const table = await screen.findByRole('table', { name: 'Customers who would pay' });
  expect(within(table).getByRole('row', { name: /ada/ })).toHaveTextContent('$0.006849');
  await user.click(screen.getByRole('tab', { name: 'Below zero (1)' }));
  expect(await screen.findByRole('table', { name: 'Wallets below zero' })).toHaveTextContent('-$0.001849');
  await user.click(screen.getByRole('tab', { name: 'Servers (2)' }));
  expect(await screen.findByRole('table', { name: 'Servers with hours due' })).toHaveTextContent('ada-web-1');
  await user.click(screen.getByRole('tab', { name: 'Set aside (1)' }));
  expect(await screen.findByRole('table', { name: 'Servers that would be set aside' })).toHaveTextContent(
    'Set a price',
  );
  expect(api.sent(rows.preview.run)).toEqual([{}]);
});

test('a run of now is asked for by its own word, and what it takes for granted is said', async () => {
  const { api } = show('/admin/preview?when=now', (fake) =>
    fake.answer(
      rows.preview.run,
      aPreviewedRun({
        assumesStates: false,
        assumesSwitchedOn: true,
        brakes: [{ brake: 'catch_up', found: '60 hours to catch up', limit: '48 hours' }],
      }),
    ),
  );
  expect(await screen.findByText('Hourly billing is off')).toBeInTheDocument();
  expect(screen.getByText(/60 hours to catch up \(limit 48 hours\)/)).toBeInTheDocument();
  expect(api.sent(rows.preview.run)).toEqual([{ at: 'now' }]);
});

test('a preview that fails says why, and tries again', async () => {
  const { user } = show('/admin/preview', (fake) => fake.refuse(rows.preview.run, { code: 'unavailable' }));
  expect(await screen.findByText('Refused: unavailable')).toBeInTheDocument();
  expect(screen.getByRole('button', { name: /try again/i })).toBeEnabled();
  await user.click(screen.getByRole('button', { name: /try again/i }));
  expect(await screen.findByText('Refused: unavailable')).toBeInTheDocument();
});

test('a what-if sends only what differs, adds its slices up, and names who would feel it', async () => {
  const { user, api } = show('/admin/what-if?packageId=3&price=6.00', (fake) =>
    fake.answer(rows.preview.whatIf, ({ cursor }) =>
      cursor ? aWhatIfSlice({ customers: [] }) : aWhatIfSlice({ serversDone: 1, nextCursor: 'more' }),
    ),
  );
  expect(await screen.findByRole('textbox', { name: 'Small' })).toHaveValue('6.00');
  await user.click(screen.getByRole('button', { name: 'Compare' }));
  const dearer = await screen.findByRole('table', { name: 'Customers who would have paid more' });
  expect(within(dearer).getByRole('row', { name: /ada/ })).toHaveTextContent('+25 %');
  expect(screen.getByRole('table', { name: 'Customers who would have paid less' })).toHaveTextContent('bram');
  const [first, second] = api.sent(rows.preview.whatIf);
  expect(first).toMatchObject({ prices: [{ packageId: 3, monthlyPrice: '6.00' }] });
  expect(first).not.toHaveProperty('hoursPerMonth');
  expect(second).toMatchObject({ cursor: 'more' });
});

test('a steep new price is compared first, and sent with a yes of its own', async () => {
  const { user, api } = show('/admin/rates/3', (fake) =>
    fake
      .answer(rows.rates.list, { packages: [aPackage({ rates: [aRate()] })] })
      .answer(rows.rates.preview, aRatePreview({ rise: 80, asks: true }))
      .answer(rows.rates.add, aRate()),
  );
  await user.click(await screen.findByRole('button', { name: 'Set a price' }));
  await user.type(await screen.findByRole('textbox', { name: 'Monthly price' }), '9.00');
  await user.click(screen.getByRole('button', { name: 'Set price' }));
  const question = within(await screen.findByRole('alertdialog'));
  expect(await question.findByText(/would have paid more/)).toBeInTheDocument();
  expect(api.sent(rows.rates.add)).toEqual([]);
  await user.click(question.getByRole('button', { name: 'Save with this rise' }));
  await waitFor(() => expect(api.sent(rows.rates.add)).toHaveLength(1));
  expect(api.sent(rows.rates.add)[0]).toMatchObject({ monthlyPrice: '9.00', confirmRise: true });
});

test('a steep change of the settings is compared first; cancelled, it stays typed and unsent', async () => {
  const { user, api } = show('/admin/settings', (fake) =>
    fake
      .answer(rows.settings.connection, { url: null, tokenSaved: false, source: 'none', version: 1 })
      .answer(rows.cron.preview, { valid: true, problem: null, sentence: 'Every hour', nextRuns: [] }),
  );
  const stopped = await screen.findByRole('textbox', { name: 'Stopped' });
  await user.clear(stopped);
  await user.type(stopped, '50');
  await user.click(screen.getByRole('button', { name: 'Save' }));
  const question = within(await screen.findByRole('alertdialog'));
  await user.click(await question.findByRole('button', { name: 'Cancel' }));
  expect(stopped).toHaveValue('50');
  expect(api.sent(rows.settings.update)).toEqual([]);
  expect(api.sent(rows.preview.whatIf)[0]).toMatchObject({ stoppedPercent: 50, prices: [] });
});

test('a planned price is taken back from the list of changes to come, with a reason', async () => {
  const planned = aRate({ id: 9, monthlyPrice: 6_000_000n, effectiveFrom: new Date('2999-01-01T00:00:00Z') });
  const { user, api } = show('/admin/rates', (fake) =>
    fake
      .answer(rows.rates.list, { packages: [aPackage({ rates: [planned, aRate()] })] })
      .answer(rows.rates.withdraw, { ...planned, withdrawn: true }),
  );
  const table = await screen.findByRole('table', { name: 'Changes to come' });
  expect(table).toHaveTextContent('+20 %');
  await user.click(within(table).getByRole('button', { name: 'Withdraw the new price of Small' }));
  const dialog = within(await screen.findByRole('dialog'));
  await user.type(dialog.getByRole('textbox', { name: 'Reason' }), 'too early');
  await user.click(dialog.getByRole('button', { name: 'Withdraw' }));
  await waitFor(() => expect(api.sent(rows.rates.withdraw)).toEqual([{ id: '9', reason: 'too early' }]));
});

test('a server kept on an old price says so, and can be let go', async () => {
  const { user, api } = show('/admin/servers/1', (fake) =>
    fake
      .answer(rows.rates.kept, { kept: aKeptPrice() })
      .answer(rows.rates.endKept, { kept: aKeptPrice({ until: new Date('2999-01-01T00:00:00Z') }) }),
  );
  expect(await screen.findByText(/It pays/)).toHaveTextContent('$5.00 a month');
  await user.click(screen.getByRole('button', { name: 'End the old price' }));
  const dialog = within(await screen.findByRole('dialog'));
  await user.type(dialog.getByRole('textbox', { name: 'Reason' }), 'new contract');
  await user.click(dialog.getByRole('button', { name: 'End it' }));
  await waitFor(() => expect(api.sent(rows.rates.endKept)).toEqual([{ id: '1', reason: 'new contract' }]));
});
