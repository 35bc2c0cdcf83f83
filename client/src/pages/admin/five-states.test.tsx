import { screen } from '@testing-library/react';
import { expect, test } from 'vitest';
import { api as rows } from '#shared/api/index.ts';
import { answerAll } from '../../testing/answer-all.ts';
import { aPackage, aRun, aServerDetail, pageWith } from '../../testing/records.ts';
import { renderApp } from '../../testing/render-app.tsx';
// Read before the clock of a test runs.
import './admins-page.tsx';
import './audit-page.tsx';
import './credit-page.tsx';
import './credit-posting-page.tsx';
import './customer-page.tsx';
import './customers-page.tsx';
import './notices-page.tsx';
import './dunning-page.tsx';
import './package-page.tsx';
import './rates-page.tsx';
import './replay-page.tsx';
import './replays-page.tsx';
import './run-page.tsx';
import './runs-page.tsx';
import './server-page.tsx';
import './servers-page.tsx';
import './tokens-page.tsx';
import './top-up-page.tsx';
import './top-ups-page.tsx';
import './transactions-page.tsx';

/** Every list, what it reads, its words when there is nothing, and a word of what it shows. */
const lists = [
  { url: '/admin/runs', row: rows.runs.list, label: 'Runs', empty: 'No run yet', full: 'Run 12' },
  { url: '/admin/runs/12', row: rows.runs.charges, label: 'Charges', empty: 'No charges', full: 'ada-web-1' },
  {
    url: '/admin/runs/12?show=set-aside',
    row: rows.runs.setAsides,
    label: 'Servers set aside',
    empty: 'No server was set aside',
    full: 'dora-db-1',
  },
  {
    url: '/admin/runs/12?show=log',
    row: rows.runs.log,
    label: 'Log of the run',
    empty: 'Nothing happened yet',
    full: 'Part 1 is done',
  },
  {
    url: '/admin/notices',
    row: rows.notices.list,
    label: 'Deliveries',
    empty: 'Nobody was told anything yet',
    full: 'The wallet is running low',
  },
  {
    url: '/admin/servers',
    row: rows.servers.list,
    label: 'Servers',
    empty: 'No server yet',
    full: 'ada-web-1',
  },
  {
    url: '/admin/servers/1',
    row: rows.servers.charges,
    label: 'Charges',
    empty: 'No hour was charged yet',
    full: '23 Nov 2026, 19:00 UTC',
  },
  {
    url: '/admin/customers',
    row: rows.customers.list,
    label: 'Customers',
    empty: 'No customer yet',
    full: 'ada',
  },
  {
    url: '/admin/customers/11',
    row: rows.servers.list,
    label: 'Servers',
    empty: 'No server',
    full: 'ada-web-1',
  },
  {
    url: '/admin/customers/11?show=transactions',
    row: rows.transactions.list,
    label: 'Transactions',
    empty: 'Nothing moved this wallet yet',
    full: '1 hour of 1 server',
  },
  {
    url: '/admin/customers/11?show=statements',
    row: rows.statements.months,
    label: 'Statements',
    empty: 'No statement yet',
    full: 'November 2026',
  },
  {
    url: '/admin/transactions',
    row: rows.transactions.list,
    label: 'Transactions',
    empty: 'Nothing has moved yet',
    full: '1 hour of 1 server',
  },
  {
    url: '/admin/top-ups',
    row: rows.topUps.list,
    label: 'Top-ups',
    empty: 'Nobody paid in yet',
    full: 'Top-up 7',
  },
  {
    url: '/admin/customers/11?show=top-ups',
    row: rows.topUps.list,
    label: 'Top-ups',
    empty: 'No top-up yet',
    full: 'Top-up 7',
  },
  {
    url: '/admin/credit',
    row: rows.credit.list,
    label: 'Credit postings',
    empty: 'Nothing was posted yet',
    full: 'Posting 7',
  },
  {
    url: '/admin/credit?show=unlinked',
    row: rows.credit.unlinked,
    label: 'Customers without an external relation id',
    empty: 'Every customer can be reached',
    full: 'dora',
  },
  {
    url: '/admin/replays',
    row: rows.replays.list,
    label: 'Replays',
    empty: 'Nothing had to be put right',
    full: 'Replay 4',
  },
  {
    url: '/admin/replays/4',
    row: rows.replays.servers,
    label: 'Servers',
    empty: 'No server costs anything else',
    full: 'ada-web-1',
  },
  {
    url: '/admin/dunning',
    row: rows.dunning.list,
    label: 'Customers on the ladder',
    empty: 'Nobody is on the ladder',
    full: 'chidi',
  },
  {
    url: '/admin/audit',
    row: rows.audit.list,
    label: 'Audit entries',
    empty: 'Nothing was changed yet',
    full: 'Changed the billing settings',
  },
  { url: '/admin/admins', row: rows.admins.list, label: 'Admins', empty: 'No admin yet', full: 'Otto' },
  {
    url: '/admin/admins?show=invitations',
    row: rows.invitations.list,
    label: 'Invitations',
    empty: 'Nobody was invited yet',
    full: 'vera@example.com',
  },
  {
    url: '/admin/tokens',
    row: rows.tokens.list,
    label: 'API tokens',
    empty: 'No API token yet',
    full: 'sky_Ab3dEf',
  },
] as const;

const show = (url: string, more: Parameters<typeof renderApp>[1] = {}) =>
  renderApp(url, {
    ...more,
    answers: (api) => {
      answerAll(api);
      more?.answers?.(api);
    },
  });

test.each(lists)('$url is full: $full', async ({ url, label, full }) => {
  show(url);
  expect(await screen.findByRole('table', { name: label })).toHaveTextContent(full);
});

test.each(lists)('$url is empty: "$empty"', async ({ url, row, empty }) => {
  show(url, { answers: (api) => api.answer(row, pageWith([]) as never) });
  expect(await screen.findByText(empty)).toBeInTheDocument();
});

test.each(lists)('$url says that it is loading $label', async ({ url, row, label }) => {
  show(url, { answers: (api) => api.hold(row, pageWith([]) as never) });
  expect(await screen.findByText(`Loading ${label}`)).toBeInTheDocument();
});

test.each(lists)('$url failed: it says why, and tries again', async ({ url, row, label, full }) => {
  const { api, user } = show(url, {
    answers: (api) => api.refuse(row, { code: 'unavailable', message: 'The database rests.' }),
  });
  expect(await screen.findByText('The database rests.', { exact: false })).toBeInTheDocument();
  answerAll(api);
  await user.click(screen.getByRole('button', { name: 'Try again' }));
  expect(await screen.findByRole('table', { name: label })).toHaveTextContent(full);
});

test.each(lists)('$url is forbidden: it says so, and offers no second try', async ({ url, row }) => {
  show(url, { answers: (api) => api.refuse(row, { code: 'forbidden' }) });
  expect(await screen.findByText('Your role does not allow this')).toBeInTheDocument();
  expect(screen.queryByRole('button', { name: 'Try again' })).not.toBeInTheDocument();
});

/** Every page of one thing, and what it reads. */
const things = [
  { url: '/admin/runs/12', row: rows.runs.get, title: 'Run 12', full: 'Run 12' },
  { url: '/admin/servers/1', row: rows.servers.get, title: 'Server 1', full: 'ada-web-1' },
  { url: '/admin/customers/11', row: rows.customers.get, title: 'Customer 11', full: 'ada' },
  { url: '/admin/credit/7', row: rows.credit.get, title: 'Posting 7', full: 'Posting 7' },
  { url: '/admin/rates/3', row: rows.rates.list, title: 'Package 3', full: 'Small' },
] as const;

test.each(things)('$url is full: $full', async ({ url, full }) => {
  show(url);
  expect(await screen.findByRole('heading', { level: 1, name: full })).toBeInTheDocument();
});

test.each(things)('$url says that it is loading $title', async ({ url, row, title }) => {
  show(url, { answers: (api) => api.hold(row, {} as never) });
  expect(await screen.findByText(`Loading ${title}`)).toBeInTheDocument();
});

test.each(things)('$url failed: it tries again', async ({ url, row, full }) => {
  const { api, user } = show(url, { answers: (api) => api.refuse(row, { code: 'internal' }) });
  const again = await screen.findByRole('button', { name: 'Try again' });
  answerAll(api);
  await user.click(again);
  expect(await screen.findByRole('heading', { level: 1, name: full })).toBeInTheDocument();
});

test.each(things)('$url is forbidden', async ({ url, row }) => {
  show(url, { answers: (api) => api.refuse(row, { code: 'forbidden' }) });
  expect(await screen.findByText('Your role does not allow this')).toBeInTheDocument();
});

test.each(things.slice(0, 3))(
  '$url is not there, and the list is a step away',
  async ({ url, row, title }) => {
    show(url, { answers: (api) => api.refuse(row, { code: 'not_found' }) });
    expect(await screen.findByText(`There is no ${title.toLowerCase()}`)).toBeInTheDocument();
    const list = url.split('/').slice(0, -1).join('/');
    const ways = screen.getAllByRole('link').filter((link) => link.getAttribute('href') === list);
    expect(ways.length).toBeGreaterThan(1);
  },
);

test('a package nobody knows is no page', async () => {
  show('/admin/rates/99');
  expect(await screen.findByText('There is no page here')).toBeInTheDocument();
});

test('the price list is full, and empty before VirtFusion was read', async () => {
  const { api, queryClient } = show('/admin/rates', {
    answers: (api) => api.answer(rows.rates.list, { packages: [] }),
  });
  expect(await screen.findByText('No package yet')).toBeInTheDocument();
  api.answer(rows.rates.list, { packages: [aPackage()] });
  await queryClient.invalidateQueries();
  expect(await screen.findByRole('table', { name: 'Packages' })).toHaveTextContent('$0.006849');
});

test.each`
  url                      | button
  ${'/admin/runs'}         | ${'Bill now'}
  ${'/admin/runs/12'}      | ${'Let it go on'}
  ${'/admin/servers/1'}    | ${'Assign package'}
  ${'/admin/customers/11'} | ${'Adjust wallet'}
  ${'/admin/rates/3'}      | ${'Set a price'}
`('vera, who only views, finds no "$button" on $url; otto does', async ({ url, button }) => {
  const answers: NonNullable<Parameters<typeof renderApp>[1]>['answers'] = (api) => {
    api.answer(rows.servers.get, aServerDetail());
    const heldReasons = [{ brake: 'catch_up' as const, found: '80 hours to catch up', limit: '48 hours' }];
    api.answer(rows.runs.get, aRun({ status: 'held', closedAt: null, heldReasons }));
  };
  show(url, { as: 'otto', answers });
  expect(await screen.findByRole('button', { name: button })).toBeInTheDocument();
  show(url, { as: 'vera', answers });
  expect(await screen.findByText('Vera')).toBeInTheDocument();
  expect(await screen.findAllByRole('heading', { level: 1 })).toHaveLength(2);
  expect(screen.getAllByRole('button', { name: button })).toHaveLength(1);
});
