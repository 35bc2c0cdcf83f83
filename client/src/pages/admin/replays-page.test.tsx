import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, test } from 'vitest';
import { api as rows } from '#shared/api/index.ts';
import { answerAll } from '../../testing/answer-all.ts';
import { renderApp } from '../../testing/render-app.tsx';
import { aReplay } from '../../testing/replay-record.ts';
// Read before the clock of a test runs.
import './replay-page.tsx';

type Over = Parameters<typeof aReplay>[0];

function show(over: Over, as?: 'vera') {
  return renderApp('/admin/replays/4', {
    ...(as ? { as } : {}),
    answers: (api) => {
      answerAll(api);
      api.answer(rows.replays.get, aReplay(over));
    },
  });
}

test.each<[string, Over, string]>([
  ['proposed', {}, 'Nothing is posted yet'],
  ['changing nothing', { servers: 0 }, 'Nothing differs: there is nothing to post'],
  ['large', { mine: { needsApproval: true, approvalRefusal: null } }, 'Approve and post'],
  [
    'large and one’s own',
    { mine: { needsApproval: true, approvalRefusal: 'Another owner has to approve it.' } },
    'Another owner has to approve it.',
  ],
  ['being worked out', { status: 'computing', computedAt: null }, 'Working out'],
  ['with problems', { problems: 2 }, '2 servers cannot be corrected by this'],
])('a replay that is %s says what it waits for', async (_what, over, words) => {
  show(over);
  expect(await screen.findByText(words)).toBeVisible();
});

test('posting asks first, and says how much moves', async () => {
  const { api } = show({});
  api.answer(rows.replays.post, aReplay({ status: 'posting' }));
  await userEvent.click(await screen.findByRole('button', { name: 'Post the differences' }));
  expect(await screen.findByText(/One wallet moves: 10.33578 is given back/)).toBeVisible();
});

test('vera looks, and is offered nothing to decide', async () => {
  show({}, 'vera');
  expect(await screen.findByText('Nothing is posted yet')).toBeVisible();
  expect(screen.queryByRole('button', { name: /Post|Drop|Approve/ })).toBeNull();
});
