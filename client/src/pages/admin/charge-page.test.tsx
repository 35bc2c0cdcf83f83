import { screen, within } from '@testing-library/react';
import { expect, test } from 'vitest';
import { type ChargeExplanation, charges, partRules } from '#shared/api/charges.ts';
import { servers } from '#shared/api/servers.ts';
import { ruleText } from '../../components/charge/part-words.ts';
import { answerAll } from '../../testing/answer-all.ts';
import { aBrokenHour, anExplanation } from '../../testing/explanation-record.ts';
import type { FakeApi } from '../../testing/fake-api.ts';
import { aServerCharge, pageWith } from '../../testing/records.ts';
import { renderApp } from '../../testing/render-app.tsx';
// Read before the clock of a test runs.
import './charge-page.tsx';
import './run-page.tsx';
import './server-page.tsx';

const url = '/admin/charges/1/2026-11-23T19:00:00Z';
const show = (over: Partial<ChargeExplanation> = {}, answers?: (api: FakeApi) => void, at = url) =>
  renderApp(at, {
    answers: (api) => {
      answerAll(api);
      api.answer(charges.explain, anExplanation(over));
      answers?.(api);
    },
  });
const card = async (name: string) => {
  const section = (await screen.findByRole('heading', { name })).closest('section');
  expect(section).not.toBeNull();
  return section as HTMLElement;
};

test('ada’s hour is asked for by its server and its beginning', async () => {
  const { api } = show();
  expect(
    await screen.findByRole('heading', { level: 1, name: 'Why ada-web-1 was charged' }),
  ).toBeInTheDocument();
  expect(screen.getByText('23 Nov 2026, 19:00–20:00 UTC')).toBeInTheDocument();
  expect(api.sent(charges.explain)).toEqual([{ serverId: '1', hour: '2026-11-23T19:00:00Z' }]);
});

test('the arithmetic is written out, and adds up', async () => {
  show();
  const sums = await card('3. What it costs');
  expect(sums).toHaveTextContent('$5.00 × 3,600 s ÷ (730 h × 3,600 s) = 0.006849315068…');
  expect(sums).toHaveTextContent('$5.00 × 7,200 s ÷ (730 h × 3,600 s) = 0.013698630136…');
  expect(sums).toHaveTextContent('$0.013699 − $0.006849 = $0.00685');
});

test('what it moved: the balance before and after, the transaction and the run', async () => {
  show();
  const moved = await card('What it moved');
  for (const words of ['$25.00', '-$0.00685', '$24.99315', '1 hour of 1 server'])
    expect(moved).toHaveTextContent(words);
  expect(within(moved).getByRole('link', { name: 'Run 12' })).toHaveAttribute('href', '/admin/runs/12');
});

test('an hour that cost nothing moved nothing', async () => {
  show({ transaction: null, amount: 0n });
  expect(await card('What it moved')).toHaveTextContent('no money moved');
});

test('the price says whose it is, since when, and who set it', async () => {
  show();
  const rate = await card('The price');
  for (const words of [
    'the package Small',
    '1 Oct 2026, 00:00 UTC',
    'Olive: Price list of autumn',
    '730 hours',
  ]) {
    expect(rate).toHaveTextContent(words);
  }
});

test('bram’s hour is told part by part, with the look that failed', async () => {
  show(aBrokenHour());
  const seen = await card('1. What was seen');
  for (const words of [
    'Billing was switched off.',
    'running, then stopped',
    'differ: the cheaper of the two counts',
    'Nobody looked for 1 h 50 min, which is longer than 30 min.',
    'Page 2 of the list did not come.',
  ]) {
    expect(seen).toHaveTextContent(words);
  }
  expect(within(seen).getByRole('img')).toHaveAccessibleName(
    /19:20 to 19:30 running, then stopped, counts 0 %/,
  );
  expect(within(seen).getByRole('img')).toHaveAccessibleName(/7 sightings inside it, 1 that failed/);
});

test('every rule has a sentence of its own', () => {
  const [part] = anExplanation().parts;
  const sentences = partRules.map((rule) =>
    ruleText(
      { ...(part as ChargeExplanation['parts'][number]), rule },
      { maxGapSeconds: 1800, gapPolicy: 'hold' },
    ),
  );
  expect(new Set(sentences).size).toBe(partRules.length);
});

test('the cap of the month is shown, and what it let go free', async () => {
  show({
    weightedSeconds: '1800',
    cappedSeconds: '1800',
    cap: { capHours: 730, usedBefore: '2626200', usedAfter: '2628000' },
  });
  const counted = await card('2. What was counted');
  expect(counted).toHaveTextContent('Times their percentages3,600 s');
  expect(counted).toHaveTextContent('Let go free by the month’s cap− 1,800 s');
  expect(counted).toHaveTextContent('730 of 730 hours');
});

test('a charge that would not be the same now says where it differs', async () => {
  const differences = [{ what: 'amount', charged: '0.00685', recomputed: '0.00' }];
  show({ recomputed: { agrees: false, differences } });
  const notice = await screen.findByRole('alert');
  expect(notice).toHaveTextContent('Worked out anew, it would not be the same');
  expect(notice).toHaveTextContent('amount: charged 0.00685, worked out 0.00');
});

test('the link can be copied for support', async () => {
  const { user } = show();
  await user.click(await screen.findByRole('button', { name: 'Copy link' }));
  expect(await screen.findByText('Link copied')).toBeInTheDocument();
  expect(await navigator.clipboard.readText()).toContain(url);
});

test.each`
  list                  | name
  ${'/admin/servers/1'} | ${'Why $0.006849'}
  ${'/admin/runs/12'}   | ${'Why $0.006849'}
`('a charge in $list leads to its explanation', async ({ list, name }) => {
  show({}, (api) => api.answer(servers.charges, pageWith([aServerCharge()])), list);
  expect(await screen.findByRole('link', { name })).toHaveAttribute('href', url);
});

test('it says that it is loading', async () => {
  show({}, (api) => api.hold(charges.explain, anExplanation()));
  expect(await screen.findByText('Loading Charge of that hour')).toBeInTheDocument();
});

test.each(['not_found', 'invalid_input'] as const)(
  '%s: there is no such charge, and the server is a step away',
  async (code) => {
    show({}, (api) => api.refuse(charges.explain, { code }));
    expect(await screen.findByText('There is no charge of that hour')).toBeInTheDocument();
    expect(screen.getAllByRole('link', { name: 'Server 1' })[0]).toHaveAttribute('href', '/admin/servers/1');
  },
);

test('it failed: it tries again', async () => {
  const { api, user } = show({}, (api) => api.refuse(charges.explain, { code: 'internal' }));
  const again = await screen.findByRole('button', { name: 'Try again' });
  answerAll(api);
  await user.click(again);
  expect(
    await screen.findByRole('heading', { level: 1, name: 'Why ada-web-1 was charged' }),
  ).toBeInTheDocument();
});

test('it is forbidden', async () => {
  show({}, (api) => api.refuse(charges.explain, { code: 'forbidden' }));
  expect(await screen.findByText('Your role does not allow this')).toBeInTheDocument();
});
