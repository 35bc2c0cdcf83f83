import { screen, within } from '@testing-library/react';
import { expect, test } from 'vitest';
import { admins, invitations } from '#shared/api/admins.ts';
import { anAdmin, anInvitation } from '../../testing/admin-records.ts';
import { answerAll } from '../../testing/answer-all.ts';
import type { FakeApi } from '../../testing/fake-api.ts';
import type { Person } from '../../testing/people.ts';
import { pageWith } from '../../testing/records.ts';
import { renderApp } from '../../testing/render-app.tsx';
// Read before the clock of a test runs.
import './admins-page.tsx';
import './tokens-page.tsx';

const show = (answers: (api: FakeApi) => void = () => {}, as: Person = 'olive', url = '/admin/admins') =>
  renderApp(url, {
    as,
    answers: (api) => {
      answerAll(api);
      answers(api);
    },
  });

test('an invitation becomes a link to be sent, shown whole', async () => {
  const { api, user } = show((fake) =>
    fake.answer(invitations.invite, { invitation: anInvitation(), token: 'skyinvite_x', url: null }),
  );
  await user.click(await screen.findByRole('button', { name: 'Invite' }));
  await user.type(await screen.findByLabelText('E-mail'), 'vera@example.com');
  await user.click(screen.getByRole('button', { name: 'Make the link' }));
  const link = await screen.findByRole('textbox', { name: 'The invitation' });
  expect(link).toHaveValue(`${location.origin}/invitation#skyinvite_x`);
  expect(api.sent(invitations.invite)).toMatchObject([
    { email: 'vera@example.com', role: 'viewer', days: 3 },
  ]);
});

test('another admin gets another role; oneself is not changed here', async () => {
  const { api, user } = show((fake) =>
    fake
      .answer(admins.list, pageWith([anAdmin({ id: 1, name: 'Olive', role: 'owner' }), anAdmin()]))
      .answer(admins.setRole, anAdmin({ role: 'support' })),
  );
  const [, own, ottos] = within(await screen.findByRole('table', { name: 'Admins' })).getAllByRole('row');
  expect(within(own as HTMLElement).queryByRole('button', { name: /Disable/ })).not.toBeInTheDocument();
  expect(own).toHaveTextContent('You');
  await user.click(within(ottos as HTMLElement).getByRole('button', { name: 'Role of Otto' }));
  const dialog = await screen.findByRole('dialog');
  await user.click(within(dialog).getByRole('radio', { name: /Support/ }));
  await user.click(within(dialog).getByRole('button', { name: 'Change the role' }));
  expect(api.sent(admins.setRole)).toEqual([{ id: '2', role: 'support' }]);
});

test('the last owner is refused in words, where it was asked', async () => {
  const { user } = show((fake) =>
    fake.refuse(admins.disable, { code: 'refused', message: 'This is the last owner.' }),
  );
  await user.click(await screen.findByRole('button', { name: 'Disable' }));
  const question = await screen.findByRole('alertdialog');
  await user.click(within(question).getByRole('button', { name: 'Disable' }));
  expect(await within(question).findByText('This is the last owner.', { exact: false })).toBeInTheDocument();
});

test('who must have a second factor is saved', async () => {
  const { api, user } = show(
    (fake) => fake.answer(admins.saveRules, { secondFactor: 'owners' }),
    'olive',
    '/admin/admins?show=rules',
  );
  await user.click(await screen.findByRole('radio', { name: /Owners/ }));
  await user.click(screen.getByRole('button', { name: 'Save' }));
  expect(api.sent(admins.saveRules)).toEqual([{ secondFactor: 'owners' }]);
});

test.each([
  ['otto', '/admin/admins'],
  ['vera', '/admin/admins'],
  ['otto', '/admin/tokens'],
  ['vera', '/admin/tokens'],
] as const)('%s is not shown %s, nor led there', async (person, url) => {
  const { api } = show(() => {}, person, url);
  expect(await screen.findByText('Your role does not open this page')).toBeInTheDocument();
  expect(screen.queryByRole('link', { name: 'Admins' })).not.toBeInTheDocument();
  expect(screen.queryByRole('link', { name: 'API tokens' })).not.toBeInTheDocument();
  expect(api.sent(admins.list)).toEqual([]);
});
