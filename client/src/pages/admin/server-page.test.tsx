import { screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { rates } from '#shared/api/rates.ts';
import { servers } from '#shared/api/servers.ts';
import { answerAll } from '../../testing/answer-all.ts';
import type { FakeApi } from '../../testing/fake-api.ts';
import { aCalendar, aPriceStep, aRate, aServerDay, aServerDetail, at } from '../../testing/records.ts';
import { renderApp } from '../../testing/render-app.tsx';
// Read before the clock of a test runs.
import './charge-page.tsx';
import './server-page.tsx';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: at('20:10') });
});
afterEach(() => {
  vi.useRealTimers();
});

const show = (answers: (api: FakeApi) => void = () => {}, url = '/admin/servers/1') =>
  renderApp(url, {
    answers: (api) => {
      answerAll(api);
      answers(api);
    },
  });

test('a month is a grid of days, each with its time up and its cost; the last day is open', async () => {
  const { api } = show();
  const grid = await screen.findByRole('grid', { name: 'November 2026' });
  const day = within(grid).getByRole('button', { name: /^Monday 23 November 2026/ });
  expect(day).toHaveAccessibleName('Monday 23 November 2026: up 24 h, cost $0.164384');
  await waitFor(() => expect(api.sent(servers.hours)).toEqual([{ id: '1', day: '2026-11-23' }]));
  const hours = await screen.findByRole('table', { name: 'The hours of the day' });
  expect(within(hours).getByRole('link', { name: 'Why $0.006849' })).toHaveAttribute(
    'href',
    '/admin/charges/1/2026-11-23T19:00:00Z',
  );
});

test('the arrow keys walk the days, and the day is in the URL', async () => {
  const { user } = show();
  const grid = await screen.findByRole('grid', { name: 'November 2026' });
  within(grid)
    .getByRole('button', { name: /^Monday 23/ })
    .focus();
  await user.keyboard('{ArrowUp}');
  expect(location.search).toBe('?day=2026-11-16');
  await waitFor(() => expect(within(grid).getByRole('button', { name: /^Monday 16/ })).toHaveFocus());
  await user.keyboard('{ArrowLeft}');
  expect(await screen.findByRole('heading', { name: 'Sunday 15 November 2026' })).toBeInTheDocument();
});

test('a month before is asked for, and none before the server was there', async () => {
  const { api, user } = show();
  await screen.findByRole('grid', { name: 'November 2026' });
  api.answer(servers.calendar, ({ month }) =>
    aCalendar({ month: month ?? '2026-11', days: [aServerDay({ day: '2026-10-31' })] }),
  );
  await user.click(screen.getByRole('button', { name: 'The month before' }));
  expect(await screen.findByRole('grid', { name: 'October 2026' })).toBeInTheDocument();
  expect(screen.getByRole('button', { name: 'The month before' })).toBeDisabled();
});

test('a day that is exempt says so in words', async () => {
  const exempt = aServerDay({
    amount: 0n,
    seconds: 0,
    hours: { charged: 0, exempt: 24, unbilled: 0, waiting: 0, ahead: 0 },
  });
  show((api) => api.answer(servers.calendar, aCalendar({ days: [exempt] })));
  expect(
    await screen.findByRole('button', { name: /up 24 h, cost \$0\.00, 24 h exempt$/ }),
  ).toBeInTheDocument();
});

test('a server is exempt until an hour, for a reason', async () => {
  const { api, user } = show();
  await user.click(await screen.findByRole('button', { name: 'Exempt' }));
  const dialog = await screen.findByRole('dialog');
  await user.type(within(dialog).getByRole('textbox', { name: 'Reason' }), 'a favour');
  const exempted = aServerDetail({
    exemptions: [
      {
        id: 4,
        from: at('19:00'),
        until: null,
        reason: 'a favour',
        createdAt: at('18:00'),
        createdBy: 'Olive',
        ended: null,
      },
    ],
  });
  api.answer(servers.exempt, exempted);
  await user.click(within(dialog).getByRole('button', { name: 'Exempt' }));
  expect(await screen.findByText('Exempt: its hours are not billed')).toBeInTheDocument();
  expect(api.sent(servers.exempt)).toEqual([{ id: '1', reason: 'a favour' }]);

  await user.click(screen.getByRole('button', { name: 'End' }));
  const end = await screen.findByRole('dialog', { name: /again/ });
  expect(end).toHaveTextContent('from 23 Nov 2026, 21:00 UTC on');
  await user.type(within(end).getByRole('textbox', { name: 'Reason' }), 'it is over');
  api.answer(servers.endExemption, aServerDetail());
  await user.click(within(end).getByRole('button', { name: 'Bill it again' }));
  await waitFor(() =>
    expect(api.sent(servers.endExemption)).toEqual([{ id: '1', exemptionId: '4', reason: 'it is over' }]),
  );
});

test('a price of its own is set from the next hour on, after saying what it means', async () => {
  const { api, user } = show((api) =>
    api.answer(
      servers.get,
      aServerDetail({
        priceHistory: [aPriceStep({ of: 'server', from: at('21:00') }), aPriceStep({ until: at('21:00') })],
      }),
    ),
  );
  const list = await screen.findByRole('list', { name: 'Prices' });
  expect(
    within(list)
      .getAllByRole('listitem')
      .map((item) => item.textContent),
  ).toEqual([expect.stringContaining('Its own pricePlanned'), expect.stringContaining('SmallIn force')]);
  await user.click(screen.getByRole('button', { name: 'Set its own price' }));
  const dialog = await screen.findByRole('dialog');
  await user.type(await within(dialog).findByRole('textbox', { name: 'Monthly price' }), '7.30');
  expect(await within(dialog).findByText('$0.01')).toBeInTheDocument();
  api.answer(rates.add, aRate({ serverId: 1, packageId: null }));
  await user.click(within(dialog).getByRole('button', { name: 'Set price' }));
  await waitFor(() =>
    expect(api.sent(rates.add)).toMatchObject([{ serverId: 1, monthlyPrice: '7.30', coverWaiting: false }]),
  );
});
