import { screen, waitFor, within } from '@testing-library/react';
import { expect, test } from 'vitest';
import { api as rows } from '#shared/api/index.ts';
import { answerAll } from '../../testing/answer-all.ts';
import {
  aCreditPosting,
  aLatestProof,
  anUnclearPosting,
  savedCreditSettings,
} from '../../testing/credit-records.ts';
import type { FakeApi } from '../../testing/fake-api.ts';
import { aCustomer, at, pageWith } from '../../testing/records.ts';
import { renderApp } from '../../testing/render-app.tsx';
// Read before the clock of a test runs.
import './credit-page.tsx';
import './credit-posting-page.tsx';
import './customer-page.tsx';
import './customers-page.tsx';
import './dashboard-page.tsx';
import './settings-page.tsx';

function show(url: string, answers?: (api: FakeApi) => void, as?: 'vera') {
  return renderApp(url, {
    ...(as ? { as } : {}),
    answers: (api) => {
      answerAll(api);
      answers?.(api);
    },
  });
}

const virtfusion = { mode: 'virtfusion', tokenDecimals: 4, othersAddCredit: false } as const;

test('an unclear posting shows its evidence, and is decided with a reason', async () => {
  const { api, user } = show('/admin/credit/7', (fake) => fake.answer(rows.credit.get, anUnclearPosting()));
  expect(await screen.findByText('Look in VirtFusion, then decide')).toBeVisible();
  expect(screen.getByText('1,049.3151 tokens')).toBeVisible();
  api.answer(rows.credit.decide, aCreditPosting({ state: 'resolved', decidedBy: 'Olive Owner' }));
  await user.click(screen.getByRole('button', { name: 'It arrived' }));
  const dialog = within(await screen.findByRole('dialog', { name: 'It arrived in VirtFusion?' }));
  await user.type(dialog.getByRole('textbox', { name: 'How you know' }), 'entry 91 has reference 7');
  await user.click(dialog.getByRole('button', { name: 'It arrived' }));
  await waitFor(() =>
    expect(api.sent(rows.credit.decide)).toEqual([
      { id: '7', decision: 'arrived', reason: 'entry 91 has reference 7' },
    ]),
  );
});

test('vera sees the evidence, and is offered nothing to decide', async () => {
  show('/admin/credit/7', (fake) => fake.answer(rows.credit.get, anUnclearPosting()), 'vera');
  expect(await screen.findByText(/Somebody who may adjust wallets can decide/)).toBeVisible();
  expect(screen.queryByRole('button', { name: /arrive/ })).toBeNull();
});

test('the list says that a posting waits for a person, and leads to it', async () => {
  show('/admin/credit', (fake) =>
    fake.answer(rows.credit.settings, savedCreditSettings({ open: { underWay: 0, unclear: 1 } })),
  );
  expect(await screen.findByText('One posting waits for you')).toBeVisible();
  expect(screen.getByRole('link', { name: 'show it' })).toHaveAttribute(
    'href',
    '/admin/credit?state=unclear',
  );
});

test('before the money moves to VirtFusion, the settings say what changes', async () => {
  const { api, user } = show('/admin/settings');
  const choice = await screen.findByRole('radio', { name: /^VirtFusion’s credit/ });
  await user.click(choice);
  expect(await screen.findByText('What changes')).toBeVisible();
  expect(screen.getByText(/is given to VirtFusion as credit/).textContent).toMatch(/\$75.00.*\$0.041/);
  expect(screen.getByText(/has no external relation id in VirtFusion/)).toBeVisible();
  api.answer(rows.credit.saveSettings, savedCreditSettings({ settings: virtfusion }));
  await user.click(screen.getByRole('button', { name: 'Save where the money is' }));
  await waitFor(() => expect(api.sent(rows.credit.saveSettings)).toEqual([virtfusion]));
});

test('the settings say that nothing is switched while a posting is unclear', async () => {
  const { user } = show('/admin/settings', (fake) =>
    fake.answer(
      rows.credit.settings,
      savedCreditSettings({ settings: virtfusion, open: { underWay: 0, unclear: 2 } }),
    ),
  );
  await user.click(await screen.findByRole('radio', { name: /^The ledger here/ }));
  expect(await screen.findByText('It cannot be switched now')).toBeVisible();
});

test('customers show what they have in VirtFusion; what is not known is not nothing', async () => {
  const credit = { tokens: '1234.5', value: 12_345_000n, readAt: at('20:00'), problem: null };
  const unknown = { tokens: null, value: null, readAt: null, problem: 'VirtFusion rests' };
  show('/admin/customers', (fake) =>
    fake.answer(
      rows.customers.list,
      pageWith([
        aCustomer({ credit }),
        aCustomer({ id: 12, name: 'bram', credit: unknown, hoursLeft: null }),
      ]),
    ),
  );
  expect(await screen.findByText('1,234.5 tokens', { exact: false })).toBeVisible();
  expect(screen.getByText('Not known')).toBeVisible();
  expect(screen.getByText('not known')).toBeVisible();
});

test('a customer without an external relation id is told what to do', async () => {
  const credit = {
    tokens: null,
    value: null,
    readAt: null,
    problem: 'The user has no external relation id.',
  };
  show('/admin/customers/11', (fake) =>
    fake.answer(
      rows.customers.get,
      aCustomer({ externalId: null, credit, balance: -6849n, hoursLeft: null }),
    ),
  );
  expect(await screen.findByRole('link', { name: 'What to do' })).toHaveAttribute(
    'href',
    '/admin/credit?show=unlinked',
  );
  expect(screen.getByText(/is to be taken from it/)).toHaveTextContent('-$0.006849 in the wallet here');
});

test('the dashboard says when the books were last proved, and what differs', async () => {
  const differs = { subject: 'credit posting 7', expected: '5 micros carried', found: '4 micros' };
  show('/admin', (fake) =>
    fake.answer(
      rows.proof.latest,
      aLatestProof({
        outcome: 'differs',
        checks: [
          {
            ...{ check: 'credit', outcome: 'differs', checked: 12, more: false, problem: null },
            differences: [differs],
          },
        ],
      }),
    ),
  );
  expect(await screen.findByText('Differs')).toBeVisible();
  expect(screen.getByText('credit posting 7').parentElement).toHaveTextContent(
    'credit posting 7: expected 5 micros carried, found 4 micros.',
  );
});

test('the dashboard says that nothing was proved yet', async () => {
  show('/admin', (fake) =>
    fake.answer(rows.proof.latest, { ...aLatestProof(), proof: null, lastAgreedAt: null }),
  );
  expect(await screen.findByText(/Not proved yet/)).toBeVisible();
});

test.each`
  backup                                                      | told
  ${{}}                                                       | ${/^Last proved backup/}
  ${{ scheduled: false, provedTakenAt: null, takenAt: null }} | ${/^No backups are made/}
  ${{ provedTakenAt: null, takenAt: null }}                   | ${/^No backup yet/}
  ${{ problem: 'balance: wallet:11, expected 5, found 6' }}   | ${/The newest is not whole: balance: wallet:11/}
`('the dashboard says how it stands with backups: $told', async ({ backup, told }) => {
  const latest = aLatestProof();
  show('/admin', (fake) =>
    fake.answer(rows.proof.latest, { ...latest, backup: { ...latest.backup, ...backup } }),
  );
  expect(await screen.findByRole('note', { name: 'Backup' })).toHaveTextContent(told);
});
