import { act, screen, waitFor, within } from '@testing-library/react';
import { beforeEach, expect, test, vi } from 'vitest';
import { api } from '#shared/api/index.ts';
import { type BillingSettings, defaultBillingSettings } from '#shared/api/settings.ts';
import { settingsQuery } from '../../api/settings.ts';
import { savedCreditSettings } from '../../testing/credit-records.ts';
import type { FakeApi } from '../../testing/fake-api.ts';
import { type RenderAppOptions, renderApp } from '../../testing/render-app.tsx';
import { aPayPalAccount } from '../../testing/top-up-records.ts';
import { aConnection, aPreview, aStatus, savedAs, savedBy } from './settings/testing/settings-answers.ts';
// Read before the clock of a test runs.
import './run-page.tsx';
import './settings-page.tsx';
import './settings/credit-card.tsx';
import './settings/dunning-card.tsx';
import './settings/paypal-card.tsx';

function renderSettings({ answers, ...options }: RenderAppOptions = {}) {
  return renderApp('/admin/settings', {
    ...options,
    answers: (fake) => {
      fake.answer(api.settings.get, savedAs({}));
      fake.answer(api.settings.connection, aConnection({}));
      fake.answer(api.paypal.get, aPayPalAccount());
      fake.answer(api.credit.settings, savedCreditSettings());
      fake.answer(api.cron.status, aStatus({}));
      fake.answer(api.cron.preview, aPreview({}));
      fake.answer(api.servers.list, { rows: [], nextCursor: null, total: 60 });
      answers?.(fake);
    },
  });
}

const toggle = () => screen.findByRole('switch', { name: 'Enable hourly billing' });
const hours = () => screen.findByRole('textbox', { name: 'Hours per month' });
const schedule = () => screen.findByRole('textbox', { name: 'Schedule' });
const save = () => screen.getByRole('button', { name: 'Save' });

/** Saves as the server would: keeps what it is sent, one version further. */
function keepSaves(fake: FakeApi, version = 7) {
  fake.answer(api.settings.update, ({ settings }) => savedAs(settings, { version: version + 1 }));
}

async function retype(user: ReturnType<typeof renderApp>['user'], field: HTMLElement, text: string) {
  await user.clear(field);
  await user.type(field, text);
}

beforeEach(() => {
  // happy-dom lays nothing out, so nothing can be scrolled to.
  vi.spyOn(Element.prototype, 'scrollIntoView').mockImplementation(() => {});
});

test('billing is off until it is switched on, and what is saved is the whole record with its version', async () => {
  const { api: fake, user } = renderSettings();
  keepSaves(fake);
  expect(await toggle()).not.toBeChecked();
  expect(save()).toBeDisabled();
  await user.click(await toggle());
  await user.click(save());
  await waitFor(() => expect(save()).toBeDisabled());
  expect(await toggle()).toBeChecked();
  expect(fake.sent(api.settings.update)).toEqual([
    { settings: { ...defaultBillingSettings, enabled: true }, version: 7, resumeFrom: 'now' },
  ]);
  expect(await screen.findByText('Hourly billing is on.')).toBeInTheDocument();
});

test('a second save names the version the first one gave', async () => {
  const { api: fake, user } = renderSettings();
  keepSaves(fake);
  await user.click(await toggle());
  await user.click(save());
  await waitFor(() => expect(save()).toBeDisabled());
  await user.click(await toggle());
  await user.click(save());
  await waitFor(() => expect(fake.sent(api.settings.update)).toHaveLength(2));
  expect(fake.sent(api.settings.update)[1]).toMatchObject({ version: 8, settings: { enabled: false } });
});

test('after a pause the page asks whether the time off was free, and free is the default', async () => {
  const { api: fake, user } = renderSettings({
    answers: (fake) =>
      fake.answer(api.settings.get, savedAs({}, { lastOnUntil: new Date('2026-11-20T10:00:00Z') })),
  });
  keepSaves(fake);
  await user.click(await toggle());
  expect(screen.getByRole('radio', { name: /From now/ })).toBeChecked();
  await user.click(screen.getByRole('radio', { name: /Catch up since 20 Nov 2026, 10:00 UTC/ }));
  await user.click(save());
  await waitFor(() => expect(fake.sent(api.settings.update)).toHaveLength(1));
  expect(fake.sent(api.settings.update)[0]).toMatchObject({ resumeFrom: 'lastBilled' });
});

test('an answer about the pause is forgotten with the switch it was about', async () => {
  const { user } = renderSettings({
    answers: (fake) =>
      fake.answer(api.settings.get, savedAs({}, { lastOnUntil: new Date('2026-11-20T10:00:00Z') })),
  });
  await user.click(await toggle());
  await user.click(screen.getByRole('radio', { name: /Catch up since/ }));
  await user.click(await toggle());
  expect(save()).toBeDisabled();
  await user.click(await toggle());
  expect(screen.getByRole('radio', { name: /From now/ })).toBeChecked();
});

test('who never billed is asked nothing about a pause', async () => {
  const { user } = renderSettings();
  await user.click(await toggle());
  expect(screen.queryByRole('radio', { name: /From now/ })).not.toBeInTheDocument();
});

test('olive goes on typing while otto’s save arrives: her fields stay hers, the others become his', async () => {
  const { api: fake, user, queryClient } = renderSettings();
  await retype(user, await hours(), '700');
  fake.answer(api.settings.get, savedBy('Otto', { suspendedPercent: 50 }, { version: 8 }));
  await act(() => queryClient.invalidateQueries(settingsQuery));
  expect(await screen.findByRole('textbox', { name: 'Suspended' })).toHaveValue('50');
  expect(await hours()).toHaveValue('700');
  expect(save()).toBeEnabled();
  keepSaves(fake, 8);
  await user.click(save());
  await waitFor(() => expect(fake.sent(api.settings.update)).toHaveLength(1));
  expect(fake.sent(api.settings.update)[0]).toMatchObject({
    version: 8,
    settings: { hoursPerMonth: 700, suspendedPercent: 50 },
  });
});

/** Olive types 672 hours on version 7; otto has saved 700 hours and another zone meanwhile. */
async function clash() {
  const { api: fake, user } = renderSettings();
  await retype(user, await hours(), '672');
  await user.click(await toggle());
  fake.refuse(api.settings.update, {
    code: 'conflict',
    message: 'Otto saved these settings meanwhile. Nothing of yours was saved yet.',
  });
  const theirs: Partial<BillingSettings> = { hoursPerMonth: 700, timezone: 'Europe/Berlin' };
  fake.answer(api.settings.get, savedBy('Otto', theirs, { version: 8 }));
  await user.click(save());
  const notice = await screen.findByRole('alert');
  await within(notice).findByText(/yours 672, theirs 700/);
  return { fake, user, notice };
}

test('the second of two admins is told who saved what, and loses nothing', async () => {
  const { notice } = await clash();
  expect(notice).toHaveTextContent('Otto saved');
  expect(notice).toHaveTextContent('Hours per month: yours 672, theirs 700');
  await waitFor(() => expect(notice).toHaveTextContent('Time zone: Europe/Berlin, as they saved it'));
  expect(await hours()).toHaveValue('672');
  expect(await toggle()).toBeChecked();
  expect(await screen.findByRole('combobox', { name: 'Time zone' })).toHaveValue('Europe/Berlin');
});

test('the second admin may take what the first saved, field by field', async () => {
  const { fake, user, notice } = await clash();
  keepSaves(fake, 8);
  await user.click(within(notice).getByRole('button', { name: 'Take theirs: Hours per month' }));
  expect(await hours()).toHaveValue('700');
  await user.click(save());
  await waitFor(() => expect(fake.sent(api.settings.update)).toHaveLength(2));
  expect(fake.sent(api.settings.update)[1]).toMatchObject({
    version: 8,
    settings: { enabled: true, hoursPerMonth: 700, timezone: 'Europe/Berlin' },
  });
  await waitFor(() => expect(screen.queryByRole('alert')).not.toBeInTheDocument());
});

test('the second admin may save over the first, having been told', async () => {
  const { fake, user } = await clash();
  keepSaves(fake, 8);
  await user.click(save());
  await waitFor(() => expect(fake.sent(api.settings.update)).toHaveLength(2));
  expect(fake.sent(api.settings.update)[1]).toMatchObject({
    version: 8,
    settings: { enabled: true, hoursPerMonth: 672, timezone: 'Europe/Berlin' },
  });
});

test.each`
  field                    | typed    | because
  ${'Hours per month'}     | ${'0'}   | ${'At least 1'}
  ${'Hours per month'}     | ${'745'} | ${'At most 744'}
  ${'Hours per month'}     | ${'1.5'} | ${'Write a whole number from 1 to 744'}
  ${'Stopped'}             | ${'101'} | ${'At most 100'}
  ${'A gap is long after'} | ${'x'}   | ${'Write a whole number from'}
  ${'Requests a minute'}   | ${'9'}   | ${'At least 10'}
  ${'Requests at once'}    | ${'65'}  | ${'At most 64'}
`('$typed for "$field" is refused under its field and stays as typed: $because', async (row) => {
  const { api: fake, user } = renderSettings();
  await retype(user, await screen.findByRole('textbox', { name: row.field }), row.typed);
  await user.click(save());
  const field = screen.getByRole('textbox', { name: row.field });
  await waitFor(() => expect(field).toHaveAccessibleDescription(expect.stringContaining(row.because)));
  expect(field).toHaveValue(row.typed);
  expect(screen.getByText('One field wants another value')).toBeInTheDocument();
  expect(fake.sent(api.settings.update)).toEqual([]);
});

test('a schedule the server refuses is told under its field and stays as typed', async () => {
  const { api: fake, user } = renderSettings();
  fake.refuse(api.settings.update, {
    code: 'invalid_input',
    fields: [{ path: 'settings.cronSchedule', message: 'This schedule never runs: no such day comes.' }],
  });
  await retype(user, await schedule(), '0 0 30 2 *');
  await user.click(save());
  const described = expect.stringContaining('This schedule never runs');
  await waitFor(async () => expect(await schedule()).toHaveAccessibleDescription(described));
  expect(await schedule()).toHaveValue('0 0 30 2 *');
});

test('a save that fails is told beside the button, and everything typed is still there', async () => {
  const { api: fake, user } = renderSettings();
  fake.refuse(api.settings.update, { code: 'internal', requestId: 'request-77' });
  await retype(user, await hours(), '700');
  await user.click(save());
  expect(await screen.findByRole('alert')).toHaveTextContent('request-77');
  expect(await hours()).toHaveValue('700');
  expect(save()).toBeEnabled();
});

test('a schedule being typed is explained: its sentence and next runs, or what is wrong with it', async () => {
  const { api: fake, user } = renderSettings();
  const nextRuns = await screen.findByRole('list', { name: 'Next runs' });
  expect(within(nextRuns).getAllByRole('listitem')).toHaveLength(5);
  expect(screen.getByText('At the start of every hour')).toBeInTheDocument();
  fake.answer(api.cron.preview, aPreview({ valid: false, problem: 'Write five fields, not 2.' }));
  await retype(user, await schedule(), '0 *');
  expect(await screen.findByText('Write five fields, not 2.')).toBeInTheDocument();
  await waitFor(() =>
    expect(fake.sent(api.cron.preview).at(-1)).toEqual({ schedule: '0 *', timezone: 'UTC' }),
  );
});

test('a common schedule is one press', async () => {
  const { user } = renderSettings();
  await user.click(await screen.findByRole('button', { name: 'Every 6 hours' }));
  expect(await schedule()).toHaveValue('0 */6 * * *');
  expect(save()).toBeEnabled();
});

test.each`
  hoursPerMonth | hourly
  ${'730'}      | ${'$0.006849'}
  ${'672'}      | ${'$0.00744'}
  ${'1'}        | ${'$5.00'}
`('with $hoursPerMonth hours a month 5.00 a month is $hourly an hour', async ({ hoursPerMonth, hourly }) => {
  const { user } = renderSettings();
  await retype(user, await hours(), hoursPerMonth);
  expect(screen.getByText(hourly, { selector: 'strong' })).toBeInTheDocument();
});

test('without the cap a month of 744 hours costs more than the price', async () => {
  const { user } = renderSettings();
  const months = await screen.findByLabelText('A server that runs all month costs');
  expect(months).toHaveTextContent('Month of 744 hours$5.00');
  await user.click(screen.getByRole('radio', { name: /No cap/ }));
  expect(months).toHaveTextContent('Month of 744 hours$5.09589');
});

test('a custom cap wants its hours, and gives them up with the rule', async () => {
  const { api: fake, user } = renderSettings();
  keepSaves(fake);
  await user.click(await screen.findByRole('radio', { name: /At other hours/ }));
  await user.click(save());
  const cap = screen.getByRole('textbox', { name: 'Hours of the cap' });
  await waitFor(() => expect(cap).toHaveAccessibleDescription(/after how many hours/));
  await user.type(cap, '500');
  await user.click(screen.getByRole('radio', { name: /No cap/ }));
  await user.click(save());
  await waitFor(() => expect(fake.sent(api.settings.update)).toHaveLength(1));
  expect(fake.sent(api.settings.update)[0]).toMatchObject({ settings: { capRule: 'off', capHours: null } });
});

test('the page says when power must be read, and what that costs', async () => {
  const { user } = renderSettings();
  expect(await screen.findByText(/Your 60 servers are about 360 calls an hour/)).toBeInTheDocument();
  await retype(user, screen.getByRole('textbox', { name: 'Stopped' }), '100');
  expect(screen.getByText('Power is not read')).toBeInTheDocument();
});

test('a gap is told in minutes', async () => {
  const { user } = renderSettings();
  const gap = await screen.findByRole('textbox', { name: 'A gap is long after' });
  expect(gap).toHaveAccessibleDescription(/^30 minutes without a look/);
  await retype(user, gap, '12');
  expect(gap).toHaveAccessibleDescription(/^2 hours without a look/);
});

test('the status tells the next and the last run', async () => {
  renderSettings({ answers: (fake) => fake.answer(api.cron.status, aStatus({ enabled: true })) });
  const status = await screen.findByRole('region', { name: 'Status' });
  expect(await within(status).findByText('On')).toBeInTheDocument();
  expect(within(status).getByRole('link', { name: 'Run 40' })).toHaveAttribute('href', '/admin/runs/40');
});

test('a status that cannot be read says so, and the settings stay usable', async () => {
  const { user } = renderSettings({ answers: (fake) => fake.refuse(api.cron.status, { code: 'internal' }) });
  expect(await screen.findByRole('alert')).toHaveTextContent('Refused: internal');
  await user.click(await toggle());
  expect(save()).toBeEnabled();
});

test('settings that cannot be read offer to try again', async () => {
  const { api: fake, user } = renderSettings({
    answers: (fake) => fake.refuse(api.settings.get, { code: 'unavailable' }),
  });
  const again = await screen.findByRole('button', { name: 'Try again' });
  fake.answer(api.settings.get, savedAs({}));
  await user.click(again);
  expect(await toggle()).toBeInTheDocument();
});

test('while the settings are being read, their place is kept', async () => {
  let release = () => {};
  renderSettings({
    answers: (fake) => {
      release = fake.hold(api.settings.get, savedAs({}));
    },
  });
  expect(await screen.findByText('Reading the settings')).toBeInTheDocument();
  release();
  expect(await toggle()).toBeInTheDocument();
});

test('vera sees the settings and cannot change them', async () => {
  renderSettings({
    as: 'vera',
    answers: (fake) => fake.answer(api.settings.get, savedAs({ enabled: true })),
  });
  expect(await toggle()).toBeChecked();
  expect(await toggle()).toHaveAttribute('aria-disabled', 'true');
  expect(await hours()).toBeDisabled();
  expect(screen.getByText('You may read these settings, not change them')).toBeInTheDocument();
  expect(screen.queryByRole('button', { name: 'Save' })).not.toBeInTheDocument();
  expect(screen.queryByRole('button', { name: 'Test connection' })).not.toBeInTheDocument();
});

test('leaving with unsaved changes asks first', async () => {
  const { user } = renderSettings({
    answers: (fake) => fake.answer(api.cron.status, aStatus({ enabled: true })),
  });
  await user.click(await toggle());
  await user.click(await screen.findByRole('link', { name: 'Run 40' }));
  const question = await screen.findByRole('alertdialog', { name: 'Leave without saving?' });
  await user.click(within(question).getByRole('button', { name: 'Stay here' }));
  expect(location.pathname).toBe('/admin/settings');
  expect(await toggle()).toBeChecked();
});
