import { screen, waitFor, within } from '@testing-library/react';
import { afterEach, expect, test, vi } from 'vitest';
import { servers } from '#shared/api/servers.ts';
import { answerAll } from '../../testing/answer-all.ts';
import { aServer, aServerDetail, at, pageWith } from '../../testing/records.ts';
import { renderApp } from '../../testing/render-app.tsx';
// Read before the clock of a test runs.
import './server-page.tsx';
import './servers-page.tsx';

afterEach(() => {
  vi.useRealTimers();
});

const show = (url: string, answers?: NonNullable<Parameters<typeof renderApp>[1]>['answers']) =>
  renderApp(url, {
    answers: (api) => {
      answerAll(api);
      answers?.(api);
    },
  });

test('servers are found by name, state, package and what they wait for', async () => {
  const { api, user } = show('/admin/servers');
  await screen.findByRole('table', { name: 'Servers' });
  await user.type(screen.getByRole('searchbox', { name: 'Find a server' }), 'dora');
  await waitFor(() => expect(api.sent(servers.list).at(-1)).toEqual({ search: 'dora' }));
  await user.selectOptions(screen.getByRole('combobox', { name: 'Billing' }), 'Set aside');
  await user.selectOptions(screen.getByRole('combobox', { name: 'Package' }), 'Small');
  await waitFor(() =>
    expect(api.sent(servers.list).at(-1)).toEqual({ search: 'dora', setAside: 'yes', packageId: '3' }),
  );
});

test('dora, whose package has no price, is told apart in the list', async () => {
  const dora = aServer({
    id: 4,
    name: 'dora-db-1',
    monthlyPrice: null,
    setAside: { reason: 'no_rate', since: at('14:00') },
  });
  show('/admin/servers', (api) => api.answer(servers.list, pageWith([aServer(), dora])));
  const row = (await screen.findByRole('link', { name: 'dora-db-1' })).closest('tr');
  expect(row).toHaveTextContent('BillingNo price');
});

test('a server without a name is called by its number', async () => {
  show('/admin/servers', (api) => api.answer(servers.list, pageWith([aServer({ id: 18, name: '' })])));
  expect(await screen.findByRole('link', { name: 'Server 18' })).toHaveAttribute('href', '/admin/servers/18');
});

test('a package is assigned with a reason; the only one that fits is proposed', async () => {
  const waiting = aServerDetail({
    packageId: null,
    packageName: null,
    monthlyPrice: null,
    setAside: { reason: 'no_package', since: at('14:00') },
  });
  const { api, user } = show('/admin/servers/1', (api) => api.answer(servers.get, waiting));
  expect(await screen.findByText('Set aside: its hours wait')).toBeInTheDocument();
  await user.click(screen.getByRole('button', { name: 'Assign package' }));
  const dialog = await screen.findByRole('dialog');
  expect(within(dialog).getByRole('combobox', { name: 'Package' })).toHaveTextContent('Small');
  await user.type(within(dialog).getByRole('textbox', { name: 'Reason' }), 'ordered as Small');
  api.answer(servers.assignPackage, aServerDetail());
  await user.click(within(dialog).getByRole('button', { name: 'Assign package' }));
  expect(await screen.findByText('ada-web-1 is Small now')).toBeInTheDocument();
  expect(api.sent(servers.assignPackage)).toEqual([{ id: '1', packageId: 3, reason: 'ordered as Small' }]);
  await waitFor(() => expect(screen.queryByText('Set aside: its hours wait')).not.toBeInTheDocument());
});

test('a package with a price, given since the last run, needs nobody any more', async () => {
  const seenTo = aServerDetail({ setAside: { reason: 'no_package', since: at('14:00') } });
  show('/admin/servers/1', (api) => api.answer(servers.get, seenTo));
  expect(await screen.findByText('Seen to: the next run bills the hours that wait')).toBeInTheDocument();
  expect(screen.queryByText('Set aside: its hours wait')).not.toBeInTheDocument();
});

test('a gap that is held is decided, with a reason; what costs nothing is proposed', async () => {
  const held = aServerDetail({ setAside: { reason: 'gap_held', since: at('14:00') } });
  const { api, user } = show('/admin/servers/1', (api) => api.answer(servers.get, held));
  await user.click(await screen.findByRole('button', { name: 'Decide' }));
  const dialog = await screen.findByRole('dialog');
  expect(within(dialog).getByRole('radio', { name: /Free/ })).toBeChecked();
  await user.click(within(dialog).getByRole('radio', { name: /Bill/ }));
  await user.type(within(dialog).getByRole('textbox', { name: 'Reason' }), 'our outage, it ran');
  api.answer(servers.decideGap, aServerDetail());
  await user.click(within(dialog).getByRole('button', { name: 'Decide' }));
  expect(await screen.findByText('The unseen hours will be billed')).toBeInTheDocument();
  expect(api.sent(servers.decideGap)).toEqual([{ id: '1', decision: 'bill', reason: 'our outage, it ran' }]);
});

test('the last 48 hours are drawn, and told in words', async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: at('20:00') });
  const ago = (hours: number) => new Date(at('20:00').getTime() - hours * 3_600_000);
  const stretches = [
    { from: ago(60), until: ago(30), state: 'running' as const, customerId: 11 },
    { from: ago(26), until: ago(20), state: 'stopped' as const, customerId: 11 },
  ];
  show('/admin/servers/1', (api) => api.answer(servers.get, aServerDetail({ stretches })));
  const bar = await screen.findByRole('img', { name: /The last 48 hours/ });
  expect(bar).toHaveAccessibleName(/Stopped 6 h/);
  expect(bar).toHaveAccessibleName(/Not seen 24 h/);
  expect(screen.getByText('As a list')).toBeInTheDocument();
});
