import { expect, test } from 'vitest';
import { refuseRemoteDatabase } from './refuse-remote-database.ts';

const remote = 'postgres://billing:secret-password@db.example.com:5432/billing';

test.each([
  'postgres://billing@localhost/billing',
  'postgres://billing@127.0.0.1:5433/billing',
  'postgres://billing@[::1]/billing',
  'postgres:///billing?host=/var/run/postgresql',
])('%s is on this machine: go on', (url) => {
  expect(() => refuseRemoteDatabase(url, { yesThisDatabase: false })).not.toThrow();
});

test('a database elsewhere is refused, naming it and the way to insist, and not its password', () => {
  const refusal = () => refuseRemoteDatabase(remote, { yesThisDatabase: false });
  expect(refusal).toThrow(/billing at db\.example\.com:5432 is not on this machine.*--yes-this-database/);
  expect(refusal).not.toThrow(/secret-password/);
});

test('a database elsewhere is taken from someone who insists', () => {
  expect(() => refuseRemoteDatabase(remote, { yesThisDatabase: true })).not.toThrow();
});
