import { screen, waitFor } from '@testing-library/react';
import { expect, test } from 'vitest';
import { auth } from '#shared/api/auth.ts';
import type { FakeApi } from '../testing/fake-api.ts';
import { sessionOf } from '../testing/people.ts';
import { at } from '../testing/records.ts';
import { renderApp } from '../testing/render-app.tsx';
// Read before the clock of a test runs.
import './invitation-page.tsx';

const invited = { email: 'otto@example.com', role: 'operator', expiresAt: at('19:00') } as const;
const open = (url: string, answers: (api: FakeApi) => void = () => {}) =>
  renderApp(url, {
    as: null,
    answers: (api) => {
      api.answer(auth.readInvitation, invited);
      answers(api);
    },
  });

test('who is invited says who they are and chooses a password, and is signed in', async () => {
  const { api, user } = open('/invitation#skyinvite_x', (fake) =>
    fake.answer(auth.acceptInvitation, sessionOf('otto')),
  );
  expect(await screen.findByText('otto@example.com')).toBeInTheDocument();
  await user.type(screen.getByLabelText('Your name'), 'Otto');
  await user.type(screen.getByLabelText('Choose a password'), 'lantern gravel sonnet');
  await user.click(screen.getByRole('button', { name: 'Sign in' }));
  await waitFor(() => expect(location.pathname).toBe('/admin'));
  expect(api.sent(auth.acceptInvitation)).toEqual([
    { token: 'skyinvite_x', name: 'Otto', password: 'lantern gravel sonnet' },
  ]);
});

test('a link that is over says why, and asks for nothing', async () => {
  open('/invitation#skyinvite_x', (fake) =>
    fake.refuse(auth.readInvitation, { code: 'unauthenticated', message: 'This invitation has expired.' }),
  );
  expect(await screen.findByText('This invitation has expired.')).toBeInTheDocument();
  expect(screen.queryByRole('textbox')).not.toBeInTheDocument();
  expect(screen.getByRole('link', { name: 'Go to sign-in' })).toHaveAttribute('href', '/sign-in');
});

test('without a link nobody is asked anything', async () => {
  const { api } = open('/invitation');
  expect(await screen.findByText('Open this page by the link you were sent.')).toBeInTheDocument();
  expect(api.sent(auth.readInvitation)).toEqual([]);
});

test('a server that cannot be reached offers to try again', async () => {
  const { api, user } = open('/invitation#skyinvite_x', (fake) =>
    fake.refuse(auth.readInvitation, { code: 'unavailable' }),
  );
  const again = await screen.findByRole('button', { name: 'Try again' });
  api.answer(auth.readInvitation, invited);
  await user.click(again);
  expect(await screen.findByText('otto@example.com')).toBeInTheDocument();
});
