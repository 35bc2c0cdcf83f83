import { screen, within } from '@testing-library/react';
import { expect, test } from 'vitest';
import { dashboard as row } from '#shared/api/dashboard.ts';
import { reports } from '#shared/api/reports.ts';
import type { Dashboard } from '../../api/dashboard.ts';
import { answerAll } from '../../testing/answer-all.ts';
import { aDashboard, aDryCustomer, anAlert } from '../../testing/dashboard-record.ts';
import { aRun, at } from '../../testing/records.ts';
import { type RenderAppOptions, renderApp } from '../../testing/render-app.tsx';
import { aTimeline } from '../../testing/report-records.ts';
// Read before the clock of a test runs.
import './alerts-page.tsx';
import './customer-page.tsx';
import './customers-page.tsx';
import './dashboard-page.tsx';
import './run-page.tsx';
import './server-page.tsx';
import './servers-page.tsx';
import './settings-page.tsx';

const show = (over: Partial<Dashboard> = {}, options: RenderAppOptions = {}) =>
  renderApp('/admin', {
    ...options,
    answers: (api) => {
      answerAll(api);
      api.answer(row.get, aDashboard(over));
      options.answers?.(api);
    },
  });

test('one glance says that billing is healthy, and what that rests on', async () => {
  show();
  const health = await screen.findByRole('region', { name: 'Is billing healthy?' });
  expect(health).toHaveTextContent('Billing is healthy');
  for (const words of ['On', '23 Nov 2026, 21:00 UTC', 'Run 12', 'Readable', 'None open']) {
    expect(health).toHaveTextContent(words);
  }
  expect(screen.getByText('Nothing waits for anybody.', { exact: false })).toBeInTheDocument();
  expect(screen.getByText('Every wallet that pays lasts longer', { exact: false })).toBeInTheDocument();
  expect(screen.getByRole('link', { name: 'Dashboard' })).toHaveAttribute('aria-current', 'page');
});

test('today is told against yesterday; a month without one before it says so', async () => {
  show();
  expect(await screen.findByText('+3.1 %')).toBeInTheDocument();
  expect(screen.getByText('$8.2469')).toBeInTheDocument();
  expect(screen.getByText('Nothing was billed by this time last month')).toBeInTheDocument();
});

test('each hour of the chart is in its table', async () => {
  const { user } = show();
  await user.click(await screen.findByText('As a table'));
  const table = screen.getByRole('table', { name: /Billed by hour in the last 48 hours: \$19\.79256/ });
  expect(within(table).getAllByRole('row')).toHaveLength(49);
  expect(table).toHaveTextContent('23 Nov, 19:00–20:00$0.412345, 56 server hours');
});

test.each`
  chart    | asked      | from
  ${'30d'} | ${'day'}   | ${'2026-10-25'}
  ${'12m'} | ${'month'} | ${'2025-12-01'}
  ${'no'}  | ${'hour'}  | ${'2026-11-21'}
`(
  'the address says which time the chart shows: $chart asks by $asked from $from',
  async ({ chart, asked, from }) => {
    const { api } = renderApp(`/admin?chart=${chart}`, { answers: answerAll });
    await screen.findByText('As a table');
    expect(api.sent(reports.timeline)).toEqual([expect.objectContaining({ by: asked })]);
    expect(api.sent(reports.timeline)[0]?.from).toContain(from);
  },
);

test('the chart failed: the rest of the page is there, and says so', async () => {
  show(
    {},
    { answers: (api) => api.refuse(reports.timeline, { code: 'unavailable', message: 'No sums today.' }) },
  );
  expect(await screen.findByText('No sums today.', { exact: false })).toBeInTheDocument();
  expect(screen.getByText('Billing is healthy')).toBeInTheDocument();
});

test('what needs a person is named, and each is a step away', async () => {
  const held = aRun({
    id: 13,
    status: 'held',
    closedAt: null,
    heldReasons: [{ brake: 'fleet', found: '12 servers after 60', limit: '30 %' }],
  });
  show({
    lastRuns: [held, aRun()],
    alerts: {
      open: 9,
      rows: [
        anAlert({ id: 8, kind: 'run_held', subject: 'run:13' }),
        anAlert(),
        anAlert({ id: 4, kind: 'panel_silent', subject: 'virtfusion' }),
      ],
    },
    setAside: [
      {
        reason: 'no_rate',
        servers: 12,
        since: at('14:00'),
        examples: [
          { id: 4, name: 'dora-db-1' },
          { id: 5, name: ' ' },
        ],
      },
    ],
  });
  const card = (await screen.findByRole('heading', { name: 'Needs a person' })).closest('section');
  expect(card).not.toBeNull();
  const inCard = within(card as HTMLElement);
  expect(card).toHaveTextContent('12 servers after 60. Open it to decide.');
  // The held run's own alert would say it twice.
  expect(card).not.toHaveTextContent('A run is held for review');
  for (const [name, href] of [
    ['Run 13', '/admin/runs/13'],
    ['Run 12', '/admin/runs/12'],
    ['VirtFusion settings', '/admin/settings'],
    ['12 servers wait', '/admin/servers?setAside=yes'],
    ['dora-db-1', '/admin/servers/4'],
    ['Server 5', '/admin/servers/5'],
    ['6 more alerts', '/admin/alerts'],
  ] as const) {
    expect(inCard.getByRole('link', { name })).toHaveAttribute('href', href);
  }
  expect(card).toHaveTextContent('and 10 more');
});

test('chidi’s wallet is about to run dry', async () => {
  show({ runningDry: { withinHours: 72, customers: 3, rows: [aDryCustomer()] } });
  expect(await screen.findByRole('link', { name: 'chidi' })).toHaveAttribute('href', '/admin/customers/13');
  expect(screen.getByText('about 2 hours')).toBeInTheDocument();
  expect(screen.getByRole('link', { name: '2 more customers' })).toHaveAttribute(
    'href',
    '/admin/customers?sort=balance',
  );
});

test('a state of the fleet leads to its servers; those not seen yet have no list', async () => {
  show({
    fleet: [
      { state: 'running', servers: 1200 },
      { state: null, servers: 1 },
    ],
  });
  const link = await screen.findByRole('link', { name: /Running/ });
  expect(link).toHaveAttribute('href', '/admin/servers?state=running');
  expect(link).toHaveTextContent('1,200');
  expect(screen.getByText('1,201 servers')).toBeInTheDocument();
  expect(screen.getByText('Not seen yet').closest('a')).toBeNull();
});

const none = { amount: 0n, charges: 0, seconds: 0 };
const nothingYet = aTimeline({
  rows: aTimeline().rows.map((step) => ({ ...step, ...none })),
  total: none,
  billedUntil: null,
});

test('a VirtFusion that was never read is not called readable', async () => {
  show({ panel: { source: 'settings', lastCompleteLook: null, failure: null } });
  expect(await screen.findByText('Not read yet')).toBeInTheDocument();
  expect(screen.queryByText('Readable')).not.toBeInTheDocument();
});

test('before the first run there is nothing, and the page says how it begins', async () => {
  const { today, month } = aDashboard();
  show(
    {
      billing: {
        enabled: false,
        onSince: null,
        sentence: 'Every hour',
        timezone: 'UTC',
        nextRun: null,
        overdueSince: null,
      },
      panel: { source: 'none', lastCompleteLook: null, failure: null },
      today: { ...today, until: today.from, amount: 0n, before: null },
      month: { ...month, until: month.from, amount: 0n },
      billedUntil: null,
      fleet: [],
      lastRuns: [],
    },
    { answers: (api) => api.answer(reports.timeline, nothingYet) },
  );
  await screen.findByText('The chart begins with the first run', { exact: false });
  expect(await screen.findByText('VirtFusion is not connected')).toBeInTheDocument();
  for (const words of [
    'No run yet.',
    'No server yet.',
    'The chart begins with the first run',
    'None of its hours is billed yet',
  ]) {
    expect(screen.getAllByText(words, { exact: false })[0]).toBeInTheDocument();
  }
});

test('it says that it is loading', async () => {
  show({}, { answers: (api) => api.hold(row.get, aDashboard()) });
  expect(await screen.findByText('Loading the dashboard')).toBeInTheDocument();
});

test('it failed: it says why, and tries again', async () => {
  const { api, user } = show(
    {},
    { answers: (api) => api.refuse(row.get, { code: 'unavailable', message: 'The database rests.' }) },
  );
  expect(await screen.findByText('The database rests.', { exact: false })).toBeInTheDocument();
  answerAll(api);
  await user.click(screen.getByRole('button', { name: 'Try again' }));
  expect(await screen.findByText('Billing is healthy')).toBeInTheDocument();
});

test('it is forbidden: it offers no second try', async () => {
  show({}, { answers: (api) => api.refuse(row.get, { code: 'forbidden' }) });
  expect(await screen.findByText('Your role does not allow this')).toBeInTheDocument();
  expect(screen.queryByRole('button', { name: 'Try again' })).not.toBeInTheDocument();
});
