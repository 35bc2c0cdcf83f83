import { screen, waitFor, within } from '@testing-library/react';
import { expect, test } from 'vitest';
import { defaultDunningPolicy } from '#shared/api/dunning-policy.ts';
import { api } from '#shared/api/index.ts';
import { answerAll } from '../../testing/answer-all.ts';
import { anOwing, anUntouched, aPolicy, aStanding } from '../../testing/dunning-records.ts';
import { at, pageWith } from '../../testing/records.ts';
import { renderApp } from '../../testing/render-app.tsx';
// Read before the clock of a test runs.
import './customer-page.tsx';
import './dunning-page.tsx';
import './server-page.tsx';
import './settings-page.tsx';
import './settings/dunning-card.tsx';

type Options = NonNullable<Parameters<typeof renderApp>[1]>;

const show = (url: string, { answers, ...more }: Options = {}) =>
  renderApp(url, {
    ...more,
    answers: (fake) => {
      answerAll(fake);
      answers?.(fake);
    },
  });

test('suspensions that wait for a person are said yes to, as many as were seen and for a reason', async () => {
  const { api: fake, user } = show('/admin/dunning', {
    answers: (fake) => {
      fake.answer(api.dunning.policy, aPolicy({ waiting: 31 }));
      fake.answer(api.dunning.release, { released: 31 });
    },
  });
  expect(await screen.findByText('31 suspensions wait for a person')).toBeInTheDocument();
  await user.click(screen.getByRole('button', { name: 'Let them be suspended' }));
  const dialog = await screen.findByRole('dialog');
  await user.type(within(dialog).getByRole('textbox', { name: 'Reason' }), 'all of them owe');
  await user.click(within(dialog).getByRole('button', { name: 'Let them be suspended' }));
  await waitFor(() =>
    expect(fake.sent(api.dunning.release)).toEqual([{ customers: 31, reason: 'all of them owe' }]),
  );
});

test.each`
  row                                                               | words
  ${{}}                                                             | ${'In grace'}
  ${{ stage: 'held', hold: 'window' }}                              | ${'Held: window'}
  ${{ stage: 'held', hold: 'limit' }}                               | ${'After a person’s yes'}
  ${{ stage: 'suspended', serversSuspended: 3, serversPending: 1 }} | ${'1 under way'}
  ${{ stage: 'suspended' }}                                         | ${'Kept until paid'}
`('the list says "$words"', async ({ row, words }) => {
  show('/admin/dunning', { answers: (fake) => fake.answer(api.dunning.list, pageWith([anOwing(row)])) });
  expect(await screen.findByText(words)).toBeInTheDocument();
});

test('the policy is saved as typed, and its ladder drawn', async () => {
  const { api: fake, user } = show('/admin/settings');
  const card = await screen.findByRole('region', { name: 'Customers who owe' });
  const grace = await within(card).findByRole('textbox', { name: 'Grace' });
  expect(within(card).getByRole('list', { name: 'Steps and dates' })).toHaveTextContent('Suspended');
  fake.answer(api.dunning.savePolicy, ({ policy }) => aPolicy({ policy, version: 2 }));
  await user.click(within(card).getByRole('switch', { name: 'Suspend customers who owe' }));
  await user.clear(grace);
  await user.type(grace, '48');
  await user.click(within(card).getByRole('button', { name: 'Save policy' }));
  await waitFor(() => expect(fake.sent(api.dunning.savePolicy)).toHaveLength(1));
  const sent = { ...defaultDunningPolicy, creditLimit: '5.00', enabled: true, graceHours: 48 };
  expect(fake.sent(api.dunning.savePolicy)).toEqual([{ policy: sent, version: 1 }]);
});

test('a dry run lists whom the policy as typed would hit', async () => {
  const { api: fake, user } = show('/admin/settings');
  const card = await screen.findByRole('region', { name: 'Customers who owe' });
  fake.answer(
    api.dunning.dryRun,
    pageWith([
      {
        customerId: 13,
        customerName: 'chidi',
        balance: -10_000n,
        servers: 2,
        stage: 'grace' as const,
        hold: null,
        suspendAt: at('23:00'),
      },
    ]),
  );
  await user.click(await within(card).findByRole('button', { name: 'Who would be hit?' }));
  expect(await within(card).findByRole('table', { name: 'Who would be suspended' })).toHaveTextContent(
    'chidi',
  );
  expect(fake.sent(api.dunning.dryRun)[0]).toMatchObject({ withinHours: 24 });
});

test('a customer is flagged with a reason, and sees what comes next', async () => {
  const { api: fake, user } = show('/admin/customers/11', {
    answers: (fake) =>
      fake.answer(
        api.dunning.customer,
        aStanding({ enabled: true, stage: 'grace', suspendAt: at('08:00', '2026-11-24') }),
      ),
  });
  const card = await screen.findByRole('region', { name: 'Dunning' });
  expect(await within(card).findByText('In grace')).toBeInTheDocument();
  expect(within(card).getByRole('list', { name: 'What comes next' })).toHaveTextContent('24 Nov 2026, 08:00');
  const flagged = aStanding({
    flag: { reason: 'pays by invoice', until: null, createdByName: 'Olive', createdAt: at('12:00') },
  });
  fake.answer(api.dunning.flag, flagged);
  await user.click(within(card).getByRole('button', { name: 'Never suspend' }));
  const dialog = await screen.findByRole('dialog');
  await user.type(within(dialog).getByRole('textbox', { name: 'Reason' }), 'pays by invoice');
  fake.answer(api.dunning.customer, flagged);
  await user.click(within(dialog).getByRole('button', { name: 'Never suspend' }));
  expect(await within(card).findByText('Never suspended')).toBeInTheDocument();
  expect(fake.sent(api.dunning.flag)).toEqual([{ id: '11', reason: 'pays by invoice' }]);
});

const suspended = anUntouched({
  wish: {
    wanted: 'suspended',
    reason: 'the wallet was below zero for longer than its grace',
    decidedAt: at('08:00'),
    outcome: 'done',
    oursSince: at('08:01'),
    wasRunning: true,
    attempts: 0,
    lastError: null,
    notBefore: null,
  },
  acts: [{ id: 1, at: at('08:01'), act: 'suspend', detail: 'Suspended, and seen to be.' }],
  noDeletion: null,
});

test('a server tells what we did to it, and that it will be booted when it comes back', async () => {
  show('/admin/servers/1', { answers: (fake) => fake.answer(api.dunning.server, suspended) });
  const card = await screen.findByRole('region', { name: 'Suspension' });
  expect(await within(card).findByText('Suspended by us')).toBeInTheDocument();
  expect(card).toHaveTextContent('will be booted when it comes back');
  expect(within(card).getByRole('list', { name: 'What was done to it' })).toHaveTextContent(
    'Suspended, and seen to be.',
  );
});

test('only an owner is offered a deletion, and its second step wants the name of the server', async () => {
  const { api: fake, user } = show('/admin/servers/1', {
    answers: (fake) =>
      fake.answer(api.dunning.server, {
        ...suspended,
        deletion: {
          reason: 'owes since a month',
          requestedByName: 'Olive',
          requestedAt: at('08:00', '2020-01-01'),
          confirmableAt: at('08:00', '2020-01-02'),
          confirmedByName: null,
          confirmedAt: null,
        },
      }),
  });
  await user.click(await screen.findByRole('button', { name: 'Delete for good' }));
  const dialog = await screen.findByRole('dialog');
  fake.answer(api.dunning.confirmDeletion, anUntouched());
  const name = within(dialog).getByRole('textbox');
  await user.type(name, 'another');
  await user.click(within(dialog).getByRole('button', { name: 'Delete for good' }));
  expect(fake.sent(api.dunning.confirmDeletion)).toEqual([]);
  await user.clear(name);
  await user.type(name, 'ada-web-1');
  await user.click(within(dialog).getByRole('button', { name: 'Delete for good' }));
  await waitFor(() => expect(fake.sent(api.dunning.confirmDeletion)).toHaveLength(1));
});

test('otto, who is no owner, finds no deletion', async () => {
  show('/admin/servers/1', { as: 'otto', answers: (fake) => fake.answer(api.dunning.server, suspended) });
  expect(await screen.findByText('Suspended by us')).toBeInTheDocument();
  expect(screen.queryByRole('button', { name: 'Ask for deletion' })).not.toBeInTheDocument();
});
