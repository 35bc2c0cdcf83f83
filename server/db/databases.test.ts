import { expect, test } from 'vitest';
import { databaseName, isLocalDatabase, withDatabaseName } from './databases.ts';

test.each([
  ['postgres://u:p@localhost/billing', true],
  ['postgres://u:p@127.0.0.1:5433/billing', true],
  ['postgres://u:p@127.8.9.10/billing', true],
  ['postgres://u:p@[::1]:5432/billing', true],
  ['postgres:///billing', true],
  ['postgres:///billing?host=/var/run/postgresql', true],
  ['postgres://u:p@%2Fvar%2Frun%2Fpostgresql/billing', true],
  ['postgres://u:p@db.example.com/billing', false],
  ['postgres://u:p@localhost.example.com/billing', false],
  ['postgres://u:p@127.example.com/billing', false],
  ['postgres://localhost:p@10.0.0.5/billing', false],
  ['postgres://u:p@localhost/billing?host=db.example.com', false],
  ['postgres://u:p@[2001:db8::1]/billing', false],
])('%s is on this machine: %s', (url, local) => {
  expect(isLocalDatabase(url)).toBe(local);
});

test('another name leaves server, user and options alone', () => {
  const url = withDatabaseName('postgres://u:p%40ss@db.example.com:5433/billing?sslmode=require', 'a/b c');
  expect(url).toBe('postgres://u:p%40ss@db.example.com:5433/a%2Fb%20c?sslmode=require');
  expect(databaseName(url)).toBe('a/b c');
});
