import { screen, waitFor, within } from '@testing-library/react';
import { expect, test } from 'vitest';
import { auth } from '#shared/api/auth.ts';
import { tokens } from '#shared/api/tokens.ts';
import { aToken } from '../testing/admin-records.ts';
import { answerAll } from '../testing/answer-all.ts';
import type { FakeApi } from '../testing/fake-api.ts';
import { sessionOf } from '../testing/people.ts';
import { at } from '../testing/records.ts';
import { renderApp } from '../testing/render-app.tsx';
// Read before the clock of a test runs.
import '../pages/admin/tokens-page.tsx';
import './step-up-question.tsx';

/** Makes a token, which the server refuses until it is proved who asks. */
async function makeToken(answers: (api: FakeApi) => void = () => {}) {
  const { api, user } = renderApp('/admin/tokens', {
    answers: (fake) => {
      answerAll(fake);
      fake.refuse(tokens.make, { code: 'step_up_wanted', message: 'Show once more that it is you.' });
      fake.answer(auth.confirm, () => {
        fake.answer(tokens.make, { token: aToken(), text: 'sky_made' });
        return { confirmedUntil: at('20:10') };
      });
      answers(fake);
    },
  });
  await user.click(await screen.findByRole('button', { name: 'New token' }));
  await user.type(await screen.findByRole('textbox', { name: 'Name' }), 'nightly');
  await user.click(screen.getByRole('button', { name: 'Make the token' }));
  return { api, user, dialog: await screen.findByRole('dialog', { name: 'Confirm that it is you' }) };
}

test('who is asked to confirm and does, has done what they began: the same request is sent once more', async () => {
  const { api, user, dialog } = await makeToken();
  await user.type(within(dialog).getByLabelText('Your password'), 'correct horse');
  await user.click(within(dialog).getByRole('button', { name: 'Confirm' }));
  expect(await screen.findByRole('textbox', { name: 'The token' })).toHaveValue('sky_made');
  expect(api.sent(auth.confirm)).toEqual([{ password: 'correct horse' }]);
  const [first, second, ...more] = api.sent(tokens.make);
  expect(second).toEqual(first);
  expect(more).toEqual([]);
});

test('a wrong password is told under its field, and the question stays', async () => {
  const { api, user, dialog } = await makeToken((fake) =>
    fake.refuse(auth.confirm, {
      code: 'invalid_input',
      fields: [{ path: 'password', message: 'This is not your password.' }],
    }),
  );
  await user.type(within(dialog).getByLabelText('Your password'), 'wrong');
  await user.click(within(dialog).getByRole('button', { name: 'Confirm' }));
  expect(await within(dialog).findByText('This is not your password.')).toBeInTheDocument();
  expect(api.sent(tokens.make)).toHaveLength(1);
});

test('who would rather not is left where they were, with what they typed', async () => {
  const { api, user, dialog } = await makeToken();
  await user.click(within(dialog).getByRole('button', { name: 'Cancel' }));
  expect(await screen.findByText('It was not confirmed that it is you')).toBeInTheDocument();
  expect(screen.getByRole('textbox', { name: 'Name' })).toHaveValue('nightly');
  expect(api.sent(auth.confirm)).toEqual([]);
  expect(api.sent(tokens.make)).toHaveLength(1);
});

test('who has an app may take its code instead; who has none is not offered it', async () => {
  const { api, user, dialog } = await makeToken((fake) =>
    fake.answer(auth.me, { ...sessionOf('olive'), secondFactor: 'on' }),
  );
  await user.click(within(dialog).getByRole('button', { name: 'Use a code of the app instead' }));
  await user.type(within(dialog).getByLabelText('Code'), '123 456');
  await user.click(within(dialog).getByRole('button', { name: 'Confirm' }));
  await waitFor(() => expect(api.sent(auth.confirm)).toEqual([{ code: '123 456' }]));
});

test('without an app there is the password alone', async () => {
  const { dialog } = await makeToken();
  expect(within(dialog).queryByRole('button', { name: /code of the app/ })).not.toBeInTheDocument();
});
