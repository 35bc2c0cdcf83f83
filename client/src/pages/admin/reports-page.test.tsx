import { screen } from '@testing-library/react';
import { expect, test } from 'vitest';
import { reports } from '#shared/api/reports.ts';
import { statements } from '#shared/api/statements.ts';
import { answerAll } from '../../testing/answer-all.ts';
import { type RenderAppOptions, renderApp } from '../../testing/render-app.tsx';
import { aStatement, aWaiting } from '../../testing/report-records.ts';
// Read before the clock of a test runs.
import './reports-page.tsx';
import './statement-page.tsx';

const show = (url: string, answers?: RenderAppOptions['answers']) =>
  renderApp(url, {
    answers: (api) => {
      answerAll(api);
      answers?.(api);
    },
  });

test.each`
  url                                              | heading                    | file
  ${'/admin/reports?period=last-month'}            | ${'Revenue and usage'}     | ${/timeline\/csv\?by=day&from=/}
  ${'/admin/reports?report=packages'}              | ${'Revenue by package'}    | ${/breakdown\/csv\?by=package&from=/}
  ${'/admin/reports?report=hypervisors&period=7d'} | ${'Revenue by hypervisor'} | ${/from=\d{4}-\d\d-01T00%3A00/}
  ${'/admin/reports?report=forecast'}              | ${'Forecast'}              | ${/forecast\/csv/}
  ${'/admin/reports?report=unpaid'}                | ${'Unpaid'}                | ${/owing\/csv/}
  ${'/admin/reports?report=set-aside'}             | ${'Hours set aside'}       | ${/waiting\/csv/}
`('$url is $heading, with its file', async ({ url, heading, file }) => {
  show(url);
  expect(await screen.findByRole('heading', { name: heading })).toBeInTheDocument();
  expect(screen.getByRole('link', { name: 'CSV' }).getAttribute('href')).toMatch(file);
});

test('a statement adds up on the page, and comes as CSV and PDF', async () => {
  show('/admin/customers/11/statements/2026-11');
  expect(await screen.findByText('Balance so far')).toBeInTheDocument();
  for (const words of ['$1.500000', '+$20.000000', '-$7.609589', '$13.890411']) {
    expect(screen.getAllByText((_, node) => node?.textContent === words)[0]).toBeInTheDocument();
  }
  expect(screen.getByText('paid by bank')).toBeInTheDocument();
  expect(screen.getByRole('link', { name: 'PDF' })).toHaveAttribute(
    'href',
    '/api/admin/customers/11/statements/2026-11/pdf',
  );
  expect(screen.getByRole('link', { name: 'Month before' })).toHaveAttribute(
    'href',
    '/admin/customers/11/statements/2026-10',
  );
});

test('a month billed to its end tells what its last instant left', async () => {
  show('/admin/customers/11/statements/2026-11', (api) =>
    api.answer(statements.get, aStatement({ billedUntil: new Date('2026-12-01T00:00:00Z') })),
  );
  expect(await screen.findByText('Balance on 1 December 2026')).toBeInTheDocument();
  expect(screen.queryByText('Balance so far')).not.toBeInTheDocument();
});

test('a month in which nothing was has a statement too', async () => {
  const nothing = { charges: 0, seconds: 0, amount: 0n, corrected: 0n };
  show('/admin/customers/11/statements/2026-11', (api) =>
    api.answer(statements.get, aStatement({ movements: [], lines: [], usage: nothing })),
  );
  expect(await screen.findByText('No hour was charged')).toBeInTheDocument();
  expect(screen.getByText('Nothing was paid in or adjusted')).toBeInTheDocument();
});

test('what nobody can price is not known, and not nothing', async () => {
  const sum = { hours: 16, estimate: 0n, unknown: 2 };
  show('/admin/reports?report=set-aside', (api) => api.answer(reports.waiting, aWaiting({ total: 2, sum })));
  expect(await screen.findByText('Not known')).toBeInTheDocument();
  expect(screen.getByText(/no price, or no state/)).toBeInTheDocument();
  expect(screen.queryByText('$0.00')).not.toBeInTheDocument();
});

test('a report that failed says why, and tries again', async () => {
  const { api, user } = show('/admin/reports?report=unpaid', (fake) =>
    fake.refuse(reports.owing, { code: 'unavailable', message: 'The database rests.' }),
  );
  expect(await screen.findByText('The database rests.', { exact: false })).toBeInTheDocument();
  answerAll(api);
  await user.click(screen.getByRole('button', { name: 'Try again' }));
  expect(await screen.findByText('chidi')).toBeInTheDocument();
});

const nothing = { rows: [], nextCursor: null, total: 0 };
const none = { amount: 0n, charges: 0, seconds: 0 };

test.each`
  report         | words
  ${'customers'} | ${'Nothing was billed in this time'}
  ${'unpaid'}    | ${'Nobody owes anything'}
  ${'set-aside'} | ${'No hour waits'}
`('$report may be empty: $words', async ({ report, words }) => {
  show(`/admin/reports?report=${report}`, (api) =>
    api
      .answer(reports.breakdown, { ...nothing, sum: none })
      .answer(reports.owing, { ...nothing, owed: 0n })
      .answer(reports.waiting, { ...nothing, sum: { hours: 0, estimate: 0n, unknown: 0 } }),
  );
  expect(await screen.findByText(words)).toBeInTheDocument();
});
