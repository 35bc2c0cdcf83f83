import { expect, test } from 'vitest';
import { testAdmins } from '../../testing/people.ts';
import { judgePassword } from './judge-password.ts';

const { olive } = testAdmins;

test.each`
  password                  | because
  ${'password1234'}         | ${'it is among the most common'}
  ${'Passw0rd!Passw0rd!'}   | ${'it is the same word twice'}
  ${'qwertyuiop123'}        | ${'it is a row of the keyboard'}
  ${'aaaaaaaaaaaaaaaaaaaa'} | ${'it is one letter'}
  ${'123456789012345678'}   | ${'it is a sequence'}
  ${'olive@host.example'}   | ${'it is her e-mail'}
  ${'OliveOliveOlive'}      | ${'it is her name three times'}
  ${'skypanelskypanel'}     | ${'it is what the product is called'}
`('$password is refused: $because', async ({ password }) => {
  await expect(judgePassword(password, olive)).rejects.toMatchObject({
    code: 'invalid_input',
    fields: [{ path: 'password' }],
  });
});

test.each`
  password                                         | because
  ${'correct staple battery lanterns'}             | ${'four words that do not belong together'}
  ${'kV9_wq2-LmTzR4x'}                             | ${'made by a password manager'}
  ${'ünder den größten Bäumen im Nebel'}           | ${'in any language and script'}
  ${olive.password}                                | ${'the one of the stories'}
  ${'x7'.repeat(8) + 'kV9_wq2-LmTzR4x'.repeat(10)} | ${'longer than anybody looks'}
`('$password is taken: $because', async ({ password }) => {
  await expect(judgePassword(password, olive)).resolves.toBeUndefined();
});
