import { screen, within } from '@testing-library/react';
import { expect, test } from 'vitest';
import { api as rows } from '#shared/api/index.ts';
import { defaultBillingSettings } from '#shared/api/settings.ts';
import { answerAll } from '../../testing/answer-all.ts';
import type { FakeApi } from '../../testing/fake-api.ts';
import { aSchedule, at } from '../../testing/records.ts';
import { type RenderAppOptions, renderApp } from '../../testing/render-app.tsx';
// Read before the clock of a test runs.
import './cron-page.tsx';
import './run-page.tsx';

const show = (answers?: (api: FakeApi) => void, as?: RenderAppOptions['as']) =>
  renderApp('/admin/cron', {
    as,
    answers: (api) => {
      answerAll(api);
      answers?.(api);
    },
  });
const billing = () => screen.findByRole('region', { name: 'Hourly billing' });
const withSchedule = (over: Parameters<typeof aSchedule>[0]) => (api: FakeApi) =>
  api.answer(rows.cron.schedules, { at: at('20:30'), schedules: [aSchedule(over)] });

test('a schedule says what it means, what came of the last time, and when it starts next', async () => {
  show();
  const panel = within(await billing());
  expect(panel.getByText('Every hour')).toBeInTheDocument();
  expect(panel.getByText('took 4 s')).toBeInTheDocument();
  expect(panel.getByRole('link', { name: 'Run 12' })).toHaveAttribute('href', '/admin/runs/12');
  expect(panel.getByText('23 Nov 2026, 21:00 UTC')).toBeInTheDocument();
  expect(panel.getByText('catches up')).toBeInTheDocument();
});

test('otto pauses it with a reason; the page says who and why, and offers to resume', async () => {
  const { api, user } = show(undefined, 'otto');
  await user.click(within(await billing()).getByRole('button', { name: 'Pause' }));
  const dialog = within(await screen.findByRole('dialog'));
  await user.type(dialog.getByLabelText('Reason'), 'the panel is moved');
  const paused = aSchedule({
    pause: { reason: 'the panel is moved', pausedAt: at('20:30'), pausedBy: 'admin:2', until: null },
    nextRuns: [],
  });
  api.answer(rows.cron.pause, paused);
  api.answer(rows.cron.schedules, { at: at('20:30'), schedules: [paused] });
  await user.click(dialog.getByRole('button', { name: 'Pause' }));
  expect(await screen.findByText('Paused until somebody resumes it')).toBeInTheDocument();
  expect(screen.getByText('When the pause ends')).toBeInTheDocument();
  expect(api.sent(rows.cron.pause)).toEqual([
    { job: 'hourly-billing', reason: 'the panel is moved', until: null },
  ]);

  api.answer(rows.cron.resume, aSchedule());
  api.answer(rows.cron.schedules, { at: at('20:31'), schedules: [aSchedule()] });
  await user.click(screen.getByRole('button', { name: 'Resume' }));
  expect(await within(await billing()).findByRole('button', { name: 'Pause' })).toBeInTheDocument();
});

test('a window without runs says until when it holds billing back', async () => {
  show(withSchedule({ blackoutUntil: at('22:00') }));
  expect(await screen.findByText('A window without runs holds it back')).toBeInTheDocument();
});

test('olive adds a schedule and a window, and the whole record is saved', async () => {
  const { api, user } = show();
  await user.click(await screen.findByRole('button', { name: 'Half past every hour' }));
  await user.click(screen.getByRole('button', { name: 'Add a window' }));
  await user.click(screen.getByRole('button', { name: 'Saturday' }));
  expect(screen.getByText('Mon, Tue, Wed, Thu, Fri, Sat 09:00 to 10:00')).toBeInTheDocument();
  const changes = {
    moreSchedules: ['30 * * * *'],
    blackouts: [{ days: [1, 2, 3, 4, 5, 6], from: '09:00', until: '10:00' }],
  };
  const settings = { ...defaultBillingSettings, enabled: true, ...changes };
  api.answer(rows.settings.update, {
    settings,
    version: 2,
    updatedAt: at('20:31'),
    updatedBy: 'Olive',
    lastOnUntil: null,
  });
  await user.click(screen.getByRole('button', { name: 'Save' }));
  expect(await screen.findAllByText('Schedules saved')).not.toHaveLength(0);
  expect(api.sent(rows.settings.update)).toEqual([{ settings, version: 1 }]);
});

test('a schedule that the server refuses is told under it', async () => {
  const { api, user } = show();
  await user.click(await screen.findByRole('button', { name: 'Half past every hour' }));
  api.refuse(rows.settings.update, {
    code: 'invalid_input',
    fields: [{ path: 'settings.moreSchedules[0]', message: 'No such day comes.' }],
  });
  await user.click(screen.getByRole('button', { name: 'Save' }));
  expect(await screen.findByText('No such day comes.')).toBeInTheDocument();
});

test('vera reads it all, and is offered nothing she may not do', async () => {
  show(undefined, 'vera');
  expect(within(await billing()).queryByRole('button', { name: /Pause|Bill now/ })).toBeNull();
  expect(screen.queryByRole('button', { name: 'Add a window' })).toBeNull();
});

test('while it cannot be read the page says so, and offers to ask again', async () => {
  show((api) => api.refuse(rows.cron.schedules, { code: 'unavailable', message: 'The database rests.' }));
  expect(await screen.findByText('The database rests.')).toBeInTheDocument();
  expect(screen.getByRole('button', { name: 'Try again' })).toBeInTheDocument();
});
