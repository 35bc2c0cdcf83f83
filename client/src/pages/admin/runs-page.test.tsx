import { screen, waitFor, within } from '@testing-library/react';
import { expect, test } from 'vitest';
import { cron } from '#shared/api/cron.ts';
import { runs } from '#shared/api/runs.ts';
import { answerAll } from '../../testing/answer-all.ts';
import { aCronStatus, aRun, pageWith } from '../../testing/records.ts';
import { renderApp } from '../../testing/render-app.tsx';
// Read before the clock of a test runs.
import './run-page.tsx';
import './runs-page.tsx';

const openRun = aRun({
  id: 13,
  status: 'billing',
  closedAt: null,
  charges: 2310,
  amount: 1_234_567n,
  batches: { total: 12, done: 5, failed: 0 },
});
const show = (answers?: NonNullable<Parameters<typeof renderApp>[1]>['answers']) =>
  renderApp('/admin/runs', {
    answers: (api) => {
      answerAll(api);
      answers?.(api);
    },
  });
const billNow = () => screen.findByRole('button', { name: 'Bill now' });
const dialog = () => screen.findByRole('alertdialog');

test('otto bills now: first it is said what that does, then what came of it', async () => {
  const { api, user } = show();
  await user.click(await billNow());
  expect(await dialog()).toHaveTextContent('Hours billed before are not charged again.');
  expect(api.sent(cron.trigger)).toEqual([]);
  const run = aRun({ id: 13, serversSetAside: 1 });
  api.answer(cron.trigger, { success: true, opened: true, message: 'Run 13 billed 56 hours.', run });
  await user.click(within(await dialog()).getByRole('button', { name: 'Bill now' }));
  expect(await screen.findByRole('alert')).toHaveTextContent('Run 13 billed 56 hours.');
  expect(screen.getByRole('link', { name: 'See run 13' })).toHaveAttribute('href', '/admin/runs/13');
  await user.click(screen.getByRole('button', { name: 'Dismiss' }));
  expect(screen.queryByText('Run 13 billed 56 hours.')).not.toBeInTheDocument();
});

test('while a run is open, a second press says so', async () => {
  const { api, user } = show((api) => api.answer(cron.status, aCronStatus({ openRun })));
  expect(await screen.findByRole('progressbar', { name: 'Billing' })).toHaveAttribute('aria-valuenow', '5');
  expect(screen.getByText('5 of 12 parts')).toBeInTheDocument();
  await user.click(await billNow());
  expect(await dialog()).toHaveAccessibleName('Run 13 is open already');
  const message = 'Run 13 is open already: this is that one.';
  api.answer(cron.trigger, { success: true, opened: false, message, run: openRun });
  await user.click(within(await dialog()).getByRole('button', { name: 'Show it' }));
  expect(await screen.findByRole('alert')).toHaveTextContent(message);
});

test('billing that is refused says why, and charges nothing', async () => {
  const { api, user } = show();
  await user.click(await billNow());
  api.refuse(cron.trigger, { code: 'refused', message: 'Billing is off.' });
  await user.click(within(await dialog()).getByRole('button', { name: 'Bill now' }));
  expect(await within(await dialog()).findByRole('alert')).toHaveTextContent('Billing is off.');
});

test('the strip tells the schedule, the last run and the last look', async () => {
  show();
  expect(await screen.findByText('Every hour, on the hour', { exact: false })).toHaveTextContent(
    '23 Nov 2026, 21:00 UTC',
  );
  expect(screen.getByText('made 56 charges', { exact: false })).toBeInTheDocument();
  expect(screen.getByText('Every 10 minutes')).toBeInTheDocument();
});

test('with billing off the strip says that nothing is charged', async () => {
  show((api) => api.answer(cron.status, aCronStatus({ enabled: false, nextRun: null })));
  expect(await screen.findByText('Billing is off: nothing is charged')).toBeInTheDocument();
});

test('a schedule that cannot be read leaves the runs in sight', async () => {
  show((api) => api.refuse(cron.status, { code: 'unavailable', message: 'No answer.' }));
  expect(await screen.findByRole('table', { name: 'Runs' })).toBeInTheDocument();
  expect(await screen.findByRole('alert')).toHaveTextContent('No answer.');
});

test('runs are narrowed by status and trigger, and the URL keeps it', async () => {
  const { api, user } = show();
  await screen.findByRole('table', { name: 'Runs' });
  await user.selectOptions(screen.getByRole('combobox', { name: 'Status' }), 'Done, some failed');
  await waitFor(() => expect(api.sent(runs.list).at(-1)).toEqual({ status: 'done_with_failures' }));
  expect(location.search).toBe('?status=done_with_failures');
});

test('a status nobody knows, in an old link, narrows nothing', async () => {
  history.replaceState(null, '', '/');
  const { api } = renderApp('/admin/runs?status=nonsense', { answers: answerAll });
  await screen.findByRole('table', { name: 'Runs' });
  expect(api.sent(runs.list).at(-1)).toEqual({});
});

test('an open run is read again until it is closed', async () => {
  const { api } = show((api) => api.answer(runs.list, pageWith([openRun])));
  expect(await screen.findByText('Billing', { selector: 'span' })).toBeInTheDocument();
  api.answer(runs.list, pageWith([aRun({ id: 13 })]));
  expect(await screen.findByText('Done', {}, { timeout: 4000 })).toBeInTheDocument();
});
