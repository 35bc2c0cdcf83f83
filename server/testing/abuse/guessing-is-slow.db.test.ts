import type { Express } from 'express';
import request from 'supertest';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { linkLimits, signInLimits } from '../../http/rate-limit.ts';
import { createAdmin } from '../../services/admins/create-admin.ts';
import { testAdmins } from '../people.ts';
import { type AttackedApp, appOn, attackedApp } from './attacked-app.ts';

const { olive, vera } = testAdmins;
const sameOrigin = { 'sec-fetch-site': 'same-origin' };

let world: AttackedApp;
/** Two processes on one database, with counts of their own in memory. */
let instances: [Express, Express];
beforeEach(async () => {
  world = await attackedApp({ env: { trustProxy: 1 } });
  instances = [world.app, appOn(world.ctx)];
});
afterEach(() => world.close());

const signIn = (app: Express, email: string, password: string, address: string) =>
  request(app)
    .post('/api/auth/sign-in')
    .set({ ...sameOrigin, 'x-forwarded-for': address })
    .send({ email, password });

test('two instances count the guesses at one account together, and then the right one is of no use', async () => {
  const statuses: number[] = [];
  for (let guess = 0; guess < signInLimits.perAccount + 4; guess++) {
    const app = instances[guess % 2] ?? world.app;
    statuses.push((await signIn(app, olive.email, `guess ${guess}`, '192.0.2.1')).status);
  }
  expect(statuses.filter((status) => status === 401).length).toBeLessThanOrEqual(signInLimits.perAccount);
  for (const app of instances) {
    expect((await signIn(app, olive.email, olive.password, '192.0.2.1')).status).toBe(429);
  }
  // Whoever locks her out does so for one address, and not for hers.
  expect((await signIn(instances[1], olive.email, olive.password, '198.51.100.7')).status).toBe(200);
});

test('links that are guessed shut the door to their address on both instances', async () => {
  const guess = (app: Express, at: number) =>
    request(app)
      .get('/api/customer/account')
      .set({
        authorization: `Bearer skylink_${String(at).padStart(43, 'x')}`,
        'x-forwarded-for': '192.0.2.1',
      });
  const statuses: number[] = [];
  for (let at = 0; at < linkLimits.refusedPerAddress + 4; at++) {
    statuses.push((await guess(instances[at % 2] ?? world.app, at)).status);
  }
  expect(statuses.filter((status) => status === 401).length).toBe(linkLimits.refusedPerAddress);
  expect(statuses.slice(-4)).toEqual([429, 429, 429, 429]);
});

test('an unknown e-mail, a disabled admin and a wrong password are told in the same words and take as long', async () => {
  await createAdmin(world.ctx, vera);
  await world.database.pool.query('UPDATE admins SET disabled_at = now() WHERE email = $1', [vera.email]);
  const took: Record<string, number[]> = {};
  const told = new Set<string>();
  for (let round = 0; round < 5; round++) {
    for (const email of [olive.email, 'nobody@host.example', vera.email]) {
      const startedAt = performance.now();
      const reply = await signIn(world.app, email, 'not the password', `192.0.2.${round}`);
      took[email] = [...(took[email] ?? []), performance.now() - startedAt];
      told.add(JSON.stringify({ ...reply.body.error, requestId: '' }));
    }
  }
  expect([...told]).toHaveLength(1);
  const [known = 0, unknown = 0, disabled = 0] = Object.values(took).map(median);
  // A hash that is left out takes some fiftieth of one that is worked out.
  for (const other of [unknown, disabled]) {
    expect(other / known).toBeGreaterThan(0.4);
    expect(other / known).toBeLessThan(2.5);
  }
});

function median(values: number[]): number {
  return values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? 0;
}
