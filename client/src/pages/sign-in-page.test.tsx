import { screen, waitFor } from '@testing-library/react';
import { expect, test } from 'vitest';
import { auth } from '#shared/api/auth.ts';
import { sessionOf } from '../testing/people.ts';
import { renderApp } from '../testing/render-app.tsx';
// Read before the clock of a test runs.
import './sign-in-page.tsx';

const email = () => screen.findByRole('textbox', { name: 'E-mail' });
const password = () => screen.getByLabelText('Password');
const submit = () => screen.getByRole('button', { name: 'Sign in' });

test('who is not signed in is asked to, and then brought to where they were going', async () => {
  const { api, user } = renderApp('/admin/nowhere?sort=name', { as: null });
  await user.type(await email(), 'olive@example.com');
  expect(location.search).toBe('?next=%2Fadmin%2Fnowhere%3Fsort%3Dname');
  await user.type(password(), 'correct horse');
  api.answer(auth.signIn, sessionOf('olive'));
  await user.click(submit());
  expect(await screen.findByText('There is no page here')).toBeInTheDocument();
  expect(location.pathname + location.search).toBe('/admin/nowhere?sort=name');
  expect(api.sent(auth.signIn)).toEqual([{ email: 'olive@example.com', password: 'correct horse' }]);
});

test('a refused password is told, and what was typed stays', async () => {
  const { api, user } = renderApp('/sign-in', { as: null });
  api.refuse(auth.signIn, {
    code: 'unauthenticated',
    message: 'This e-mail and password do not fit together.',
  });
  await user.type(await email(), 'olive@example.com');
  await user.type(password(), 'wrong');
  await user.click(submit());
  expect(await screen.findByRole('alert')).toHaveTextContent('do not fit together');
  expect(await email()).toHaveValue('olive@example.com');
  expect(location.pathname).toBe('/sign-in');
});

test('an empty form says what is missing, and asks the server nothing', async () => {
  const { api, user } = renderApp('/sign-in', { as: null });
  await email();
  await user.click(submit());
  expect(await email()).toHaveAccessibleDescription('Write an e-mail address');
  expect(password()).toHaveAccessibleDescription('Write your password');
  expect(api.sent(auth.signIn)).toEqual([]);
});

test.each`
  next                      | goesTo
  ${'https://evil.example'} | ${'/admin'}
  ${'//evil.example/admin'} | ${'/admin'}
  ${'/admin/nowhere'}       | ${'/admin/nowhere'}
`('after sign-in a link to $next leads inside the app: $goesTo', async ({ next, goesTo }) => {
  renderApp(`/sign-in?next=${encodeURIComponent(next)}`);
  await waitFor(() => expect(location.pathname.startsWith(goesTo)).toBe(true));
  expect(location.origin).not.toContain('evil');
});

test('only a demo tells where the password is', async () => {
  renderApp('/sign-in', { as: null, answers: (api) => api.answer(auth.hints, { demo: true }) });
  expect(await screen.findByText('This is a demo')).toBeInTheDocument();
});

test('a server that cannot be reached offers to try again', async () => {
  const { api, user } = renderApp('/admin/nowhere', {
    answers: (api) => api.refuse(auth.me, { code: 'unavailable' }),
  });
  const again = await screen.findByRole('button', { name: 'Try again' });
  api.answer(auth.me, sessionOf('vera'));
  await user.click(again);
  expect(await screen.findByText('Vera')).toBeInTheDocument();
});

test('signing out leads to sign-in', async () => {
  const { api, user } = renderApp('/admin/nowhere', { as: 'otto' });
  api.answer(auth.signOut, { success: true });
  await user.click(await screen.findByRole('button', { name: /Otto/ }));
  await user.click(await screen.findByRole('menuitem', { name: 'Sign out' }));
  expect(await email()).toBeInTheDocument();
});

test('who has an app is asked for its code once the password was right, and for nothing twice', async () => {
  const { api, user } = renderApp('/sign-in?next=/admin/nowhere', { as: null });
  api.refuse(auth.signIn, { code: 'second_factor_wanted' });
  await user.type(await email(), 'olive@example.com');
  expect(screen.queryByLabelText('Code')).not.toBeInTheDocument();
  await user.type(password(), 'correct horse');
  await user.click(submit());
  const code = await screen.findByLabelText('Code');
  expect(password()).toHaveValue('correct horse');
  await user.click(submit());
  expect(await screen.findByText('Write the six digits, or a recovery code')).toBeInTheDocument();
  api.answer(auth.signIn, sessionOf('olive'));
  await user.type(code, '123 456');
  await user.click(submit());
  expect(await screen.findByText('There is no page here')).toBeInTheDocument();
  expect(api.sent(auth.signIn)).toEqual([
    { email: 'olive@example.com', password: 'correct horse' },
    { email: 'olive@example.com', password: 'correct horse', code: '123 456' },
  ]);
});
