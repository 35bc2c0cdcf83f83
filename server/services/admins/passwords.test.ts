import { expect, test } from 'vitest';
import { hashPassword, passwordFits } from './passwords.ts';

test('a password fits its own hash and no other', async () => {
  const kept = await hashPassword('correct horse battery');
  expect(kept).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  expect(await passwordFits('correct horse battery', kept)).toBe(true);
  expect(await passwordFits('correct horse batteru', kept)).toBe(false);
});

test('the same password is never kept the same way twice', async () => {
  expect(await hashPassword('same')).not.toBe(await hashPassword('same'));
});

test('where there is no hash no password fits', async () => {
  expect(await passwordFits('anything', null)).toBe(false);
});

test('a crowd is served in turn, and all are served', async () => {
  const kept = await hashPassword('in turn');
  const answers = await Promise.all(
    Array.from({ length: 12 }, (_, at) => passwordFits(at % 2 ? 'in turn' : 'out of turn', kept)),
  );
  expect(answers.filter(Boolean)).toHaveLength(6);
});

test('a crowd without end is told to come back', async () => {
  const answers = await Promise.allSettled(Array.from({ length: 110 }, () => passwordFits('x', null)));
  const refused = answers.filter((answer) => answer.status === 'rejected');
  expect(refused).toHaveLength(6);
  expect(refused[0]?.reason).toMatchObject({ code: 'unavailable' });
}, 30_000);
