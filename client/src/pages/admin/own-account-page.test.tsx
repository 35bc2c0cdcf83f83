import { screen, within } from '@testing-library/react';
import { expect, test } from 'vitest';
import { auth } from '#shared/api/auth.ts';
import { customers } from '#shared/api/customers.ts';
import { self } from '#shared/api/self.ts';
import { aSelf } from '../../testing/admin-records.ts';
import { answerAll } from '../../testing/answer-all.ts';
import type { FakeApi } from '../../testing/fake-api.ts';
import { sessionOf } from '../../testing/people.ts';
import { at } from '../../testing/records.ts';
import { renderApp } from '../../testing/render-app.tsx';
// Read before the clock of a test runs.
import './own-account-page.tsx';

const show = (answers: (api: FakeApi) => void = () => {}, url = '/admin/account') =>
  renderApp(url, {
    answers: (api) => {
      answerAll(api);
      answers(api);
    },
  });
const codes = Array.from({ length: 10 }, (_, index) => `AAAA-BBBB-CCCC-000${index}`);
const withApp = { since: at('08:00'), recoveryCodesLeft: 9, required: false };

test('an app is set up by a picture and a code, and the recovery codes are shown until they are kept', async () => {
  const { api, user } = show((fake) => {
    fake.answer(self.beginSecondFactor, { secret: 'JBSWY3DPEHPK3PXP', uri: 'otpauth://x', qr: '<svg/>' });
    fake.answer(self.confirmSecondFactor, () => {
      fake.answer(self.get, aSelf({ secondFactor: withApp }));
      return { recoveryCodes: codes };
    });
  });
  await user.click(await screen.findByRole('button', { name: 'Set up an authenticator app' }));
  expect(await screen.findByRole('img', { name: /QR code/ })).toHaveAttribute('src', /^data:image\/svg\+xml/);
  expect(screen.getByRole('textbox', { name: 'The key' })).toHaveValue('JBSWY3DPEHPK3PXP');
  await user.type(screen.getByLabelText('Six digits'), '123456');
  await user.click(screen.getByRole('button', { name: 'Turn it on' }));
  const told = await screen.findByRole('alert');
  for (const code of codes) expect(told).toHaveTextContent(code);
  expect(api.sent(self.confirmSecondFactor)).toEqual([{ code: '123456' }]);
  await user.click(screen.getByRole('button', { name: 'I have them' }));
  expect(screen.queryByText(codes[0] ?? '')).not.toBeInTheDocument();
  expect(screen.getByText(/9 recovery codes are left/)).toBeInTheDocument();
});

test('one that the rules ask for cannot be removed; another can', async () => {
  show((fake) => fake.answer(self.get, aSelf({ secondFactor: { ...withApp, required: true } })));
  expect(await screen.findByText(/rules ask your role for it/)).toBeInTheDocument();
  expect(screen.queryByRole('button', { name: 'Remove' })).not.toBeInTheDocument();
});

test('while one is missing every page leads here, and says why', async () => {
  show(
    (fake) => fake.answer(auth.me, { ...sessionOf('olive'), secondFactor: 'missing' }),
    '/admin/customers',
  );
  expect(await screen.findByText('Set up a second factor to go on')).toBeInTheDocument();
  expect(location.pathname).toBe('/admin/account');
});

test('a new password is sent with the old, and a refusal stands under its field', async () => {
  const { api, user } = show((fake) =>
    fake.refuse(self.changePassword, {
      code: 'invalid_input',
      fields: [{ path: 'password', message: 'This is easy to guess.' }],
    }),
  );
  await user.type(await screen.findByLabelText('Password you have now'), 'the old password');
  await user.type(screen.getByLabelText('New password'), 'password1234');
  await user.click(screen.getByRole('button', { name: 'Change the password' }));
  expect(await screen.findByText('This is easy to guess.')).toBeInTheDocument();
  api.answer(self.changePassword, { success: true });
  await user.click(screen.getByRole('button', { name: 'Change the password' }));
  expect(await screen.findByText('Password changed')).toBeInTheDocument();
  expect(api.sent(self.changePassword).at(-1)).toEqual({
    current: 'the old password',
    password: 'password1234',
  });
});

test('the other session can be ended, this one not', async () => {
  const { api, user } = show((fake) => fake.answer(self.endSession, { success: true }));
  const list = await screen.findByRole('list', { name: 'Your sessions' });
  const [here, phone] = within(list).getAllByRole('listitem');
  expect(here).toHaveTextContent('Firefox on LinuxThis one');
  expect(within(here as HTMLElement).queryByRole('button', { name: 'End' })).not.toBeInTheDocument();
  expect(phone).toHaveTextContent('Safari on iOS');
  await user.click(within(phone as HTMLElement).getByRole('button', { name: 'End' }));
  expect(api.sent(self.endSession)).toEqual([{ session: 'b'.repeat(64) }]);
});

test('a viewer has an account too; and what fails can be tried again', async () => {
  const { api, user } = renderApp('/admin/account', {
    as: 'vera',
    answers: (fake) => {
      answerAll(fake);
      fake.refuse(self.get, { code: 'unavailable', message: 'The database rests.' });
    },
  });
  expect(await screen.findByText('The database rests.', { exact: false })).toBeInTheDocument();
  api.answer(self.get, aSelf());
  await user.click(screen.getByRole('button', { name: 'Try again' }));
  expect(await screen.findByRole('list', { name: 'Your sessions' })).toBeInTheDocument();
  expect(api.sent(customers.list)).toEqual([]);
});
