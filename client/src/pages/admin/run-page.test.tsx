import { screen, within } from '@testing-library/react';
import { expect, test } from 'vitest';
import { runs, setAsideReasons } from '#shared/api/runs.ts';
import { reasons } from '../../components/reasons.ts';
import { answerAll } from '../../testing/answer-all.ts';
import { aCharge, aRun, aSetAside, at, pageWith } from '../../testing/records.ts';
import { renderApp } from '../../testing/render-app.tsx';
// Read before the clock of a test runs.
import './rates-page.tsx';
import './run-page.tsx';
import './server-page.tsx';
import './settings-page.tsx';

const show = (answers: NonNullable<Parameters<typeof renderApp>[1]>['answers'], url = '/admin/runs/12') =>
  renderApp(url, {
    answers: (api) => {
      answerAll(api);
      answers?.(api);
    },
  });

test('a run tells what it covered, what it could not see, and who asked for it', async () => {
  const notSeen = 'VirtFusion did not answer for 3 of 60 servers.';
  show((api) =>
    api.answer(runs.get, aRun({ firstHour: at('17:00'), requestedBy: 'Otto', trigger: 'manual', notSeen })),
  );
  expect(await screen.findByText('23 Nov 2026, 17:00–20:00 UTC')).toBeInTheDocument();
  expect(screen.getByText('by hand (Otto)', { exact: false })).toBeInTheDocument();
  expect(screen.getByText(notSeen, { exact: false })).toBeInTheDocument();
  expect(screen.getByText('after 4.2 s', { exact: false })).toBeInTheDocument();
});

test.each`
  reason          | way                       | href
  ${'no_package'} | ${'Assign its package'}   | ${'/admin/servers/4'}
  ${'no_rate'}    | ${'Set a price'}          | ${'/admin/rates'}
  ${'no_terms'}   | ${'Save the settings'}    | ${'/admin/settings'}
  ${'gap_held'}   | ${'Decide: bill or free'} | ${'/admin/servers/4'}
  ${'not_seen'}   | ${'Test the connection'}  | ${'/admin/settings'}
`('dora, set aside for $reason, is a step from "$way"', async ({ reason, way, href }) => {
  show((api) => {
    api.answer(runs.get, aRun({ serversSetAside: 1 }));
    api.answer(runs.setAsides, pageWith([aSetAside({ reason })]));
  });
  const table = await screen.findByRole('table', { name: 'Servers set aside' });
  expect(table).toHaveTextContent(reasons[reason as keyof typeof reasons].sentence);
  expect(within(table).getByRole('link', { name: way })).toHaveAttribute('href', href);
});

test('every reason has a sentence and a remedy', () => {
  expect(Object.keys(reasons).sort()).toEqual([...setAsideReasons].sort());
});

test('a charge tells its hour, its time and its price, and why it is less than an hour', async () => {
  const stopped = aCharge({ serverId: 2, serverName: 'bram-web-1', seconds: 3600, weightedSeconds: '1800' });
  const capped = aCharge({ serverId: 3, serverName: 'chidi-web-1', cappedSeconds: '3600', amount: 0n });
  const unseen = aCharge({
    serverId: 4,
    serverName: 'dora-db-1',
    seconds: 2530,
    weightedSeconds: '2530',
    inGap: true,
  });
  const putRight = aCharge({ serverId: 5, serverName: 'ada-web-2', corrected: 5000n });
  show((api) => api.answer(runs.charges, pageWith([aCharge(), stopped, capped, unseen, putRight])));
  const rowOf = async (name: string) => {
    const row = (await screen.findByRole('link', { name })).closest('tr');
    expect(row).not.toBeNull();
    return row;
  };
  expect(await rowOf('ada-web-1')).toHaveTextContent('Time up1 hMonthly price$5.00Small');
  expect(await rowOf('ada-web-1')).toHaveTextContent('$0.006849');
  expect(await rowOf('bram-web-1')).toHaveTextContent('counts as 30 min');
  expect(await rowOf('chidi-web-1')).toHaveTextContent('Month’s cap reached');
  expect(await rowOf('dora-db-1')).toHaveTextContent('42 min 10 sIn a gap');
  expect(await rowOf('ada-web-2')).toHaveTextContent('$0.005000Corrected, charged as $0.006849');
});

const heldReasons = [{ brake: 'fleet' as const, found: '12 servers after 60', limit: '30 % more or fewer' }];
const held = aRun({ status: 'held', closedAt: null, firstHour: null, heldReasons });

test.each`
  decision     | row             | button              | toast
  ${'approve'} | ${runs.approve} | ${'Let it go on'}   | ${'Run 12 goes on'}
  ${'cancel'}  | ${runs.cancel}  | ${'Cancel the run'} | ${'Run 12 is cancelled'}
`('a held run says why, and $decision wants a reason', async ({ row, button, toast }) => {
  const { api, user } = show((api) => api.answer(runs.get, held));
  expect(await screen.findByText('12 servers after 60', { exact: false })).toBeInTheDocument();
  await user.click(screen.getByRole('button', { name: button }));
  const dialog = await screen.findByRole('dialog');
  await user.type(within(dialog).getByRole('textbox', { name: 'Reason' }), 'ok');
  await user.click(within(dialog).getByRole('button', { name: button }));
  expect(within(dialog).getByRole('textbox')).toHaveAccessibleDescription(/three letters/);
  await user.type(within(dialog).getByRole('textbox', { name: 'Reason' }), ', node kvm-3 is gone');
  api.answer(row, aRun({ heldReasons, decidedBy: 'Olive', decidedAt: at('20:10') }));
  await user.click(within(dialog).getByRole('button', { name: button }));
  expect(await screen.findByText(toast)).toBeInTheDocument();
  expect(api.sent(row)).toEqual([{ id: '12', reason: 'ok, node kvm-3 is gone' }]);
  expect(await screen.findByText('This run was held for review')).toBeInTheDocument();
});
