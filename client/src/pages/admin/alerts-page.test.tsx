import { screen, within } from '@testing-library/react';
import { expect, test } from 'vitest';
import { alerts } from '#shared/api/alerts.ts';
import { answerAll } from '../../testing/answer-all.ts';
import { anAlert } from '../../testing/dashboard-record.ts';
import type { FakeApi } from '../../testing/fake-api.ts';
import { at, pageWith } from '../../testing/records.ts';
import { type RenderAppOptions, renderApp } from '../../testing/render-app.tsx';
// Read before the clock of a test runs.
import './alerts-page.tsx';
import './run-page.tsx';
import './server-page.tsx';
import './settings-page.tsx';

const show = (
  url: string,
  { as, answers }: { as?: RenderAppOptions['as']; answers?: (api: FakeApi) => void } = {},
) =>
  renderApp(url, {
    as,
    answers: (api) => {
      answerAll(api);
      answers?.(api);
    },
  });

test('an alert says what was found, about what and since when', async () => {
  show('/admin/alerts');
  const table = await screen.findByRole('table', { name: 'Open alerts' });
  expect(table).toHaveTextContent('A run was missed, and caught up');
  expect(table).toHaveTextContent('run 12 caught it up');
  expect(within(table).getByRole('link', { name: 'Run 12' })).toHaveAttribute('href', '/admin/runs/12');
});

test.each`
  subject         | name                     | href
  ${'run:12'}     | ${'Run 12'}              | ${'/admin/runs/12'}
  ${'server:7'}   | ${'Server 7'}            | ${'/admin/servers/7'}
  ${'virtfusion'} | ${'VirtFusion settings'} | ${'/admin/settings'}
`('one about $subject leads to it', async ({ subject, name, href }) => {
  show('/admin/alerts', { answers: (api) => api.answer(alerts.list, pageWith([anAlert({ subject })])) });
  expect(await screen.findByRole('link', { name })).toHaveAttribute('href', href);
});

test('otto acknowledges it, and it leaves the list', async () => {
  const { api, user } = show('/admin/alerts', { as: 'otto' });
  const button = await screen.findByRole('button', { name: 'Acknowledge' });
  api.answer(alerts.acknowledge, anAlert({ acknowledgedAt: at('20:10'), acknowledgedBy: 'Otto' }));
  api.answer(alerts.list, pageWith([]));
  await user.click(button);
  expect(await screen.findByText('No alert is open')).toBeInTheDocument();
  expect(api.sent(alerts.acknowledge)).toEqual([{ id: '3' }]);
});

test('when it cannot be noted, the page says so and the alert stays', async () => {
  const { api, user } = show('/admin/alerts');
  api.refuse(alerts.acknowledge, { code: 'unavailable', message: 'The database rests.' });
  await user.click(await screen.findByRole('button', { name: 'Acknowledge' }));
  // Once on the toast, and once for those who hear it.
  expect(await screen.findAllByText('It could not be noted')).not.toHaveLength(0);
  expect(screen.getByRole('button', { name: 'Acknowledge' })).toBeInTheDocument();
});

test('vera, who only views, sees that nobody has seen it', async () => {
  show('/admin/alerts', { as: 'vera' });
  expect(await screen.findByText('Not seen yet')).toBeInTheDocument();
  expect(screen.queryByRole('button', { name: 'Acknowledge' })).not.toBeInTheDocument();
});

test('all of them, those that are over included', async () => {
  const over = anAlert({ resolvedAt: at('20:00'), acknowledgedAt: at('19:30'), acknowledgedBy: 'Olive' });
  const { api, user } = show('/admin/alerts');
  await screen.findByRole('table', { name: 'Open alerts' });
  api.answer(alerts.list, pageWith([over]));
  await user.click(screen.getByRole('tab', { name: 'All' }));
  const table = await screen.findByRole('table', { name: 'All alerts' });
  expect(table).toHaveTextContent('Over since');
  expect(table).toHaveTextContent('Seen by Olive');
  expect(api.sent(alerts.list).at(-1)).toMatchObject({ open: 'no' });
});

test.each`
  url                         | words
  ${'/admin/alerts'}          | ${'No alert is open'}
  ${'/admin/alerts?show=all'} | ${'There never was an alert'}
`('$url is empty: "$words"', async ({ url, words }) => {
  show(url, { answers: (api) => api.answer(alerts.list, pageWith([])) });
  expect(await screen.findByText(words)).toBeInTheDocument();
});

test('it says that it is loading', async () => {
  show('/admin/alerts', { answers: (api) => api.hold(alerts.list, pageWith([])) });
  expect(await screen.findByText('Loading Open alerts')).toBeInTheDocument();
});

test.each`
  code             | again
  ${'unavailable'} | ${1}
  ${'forbidden'}   | ${0}
`('refused with $code, it offers $again second tries', async ({ code, again }) => {
  show('/admin/alerts', {
    answers: (api) => api.refuse(alerts.list, { code, message: 'The server said why.' }),
  });
  expect(await screen.findByText('The server said why.', { exact: false })).toBeInTheDocument();
  expect(screen.queryAllByRole('button', { name: 'Try again' })).toHaveLength(again);
});
