import type { auth } from '#shared/api/auth.ts';
import type { OutputOf } from '#shared/api/endpoint.ts';

/** Those who sign in in tests: olive owns, otto operates, vera views. */
const admins = {
  olive: { id: 1, email: 'olive@example.com', name: 'Olive', role: 'owner' },
  otto: { id: 2, email: 'otto@example.com', name: 'Otto', role: 'operator' },
  vera: { id: 3, email: 'vera@example.com', name: 'Vera', role: 'viewer' },
} as const;
export type Person = keyof typeof admins;

/** What the API says of the session of one of them. */
export function sessionOf(person: Person): OutputOf<typeof auth.me> {
  const installation = { currency: 'USD', timezone: 'UTC', demo: false, version: '0.0.0-test' };
  return { admin: admins[person], secondFactor: 'off', ...installation };
}
