import { createHmac } from 'node:crypto';
import request from 'supertest';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createSecretBox } from '../../secrets/secret-box.ts';
import { linkTokenOf } from '../../services/customer-links/link-token.ts';
import { people } from '../people.ts';
import { type AttackedApp, attackedApp } from './attacked-app.ts';

let world: AttackedApp;
let token: string;
beforeEach(async () => {
  world = await attackedApp();
  token = await world.linkOf(people.ada.id);
});
afterEach(() => world.close());

const open = (bearer: string) =>
  request(world.app).get('/api/customer/account').set('authorization', `Bearer ${bearer}`);
const seedOf = async () => (await world.database.pool.query('SELECT seed FROM customer_links')).rows[0].seed;

test('a link opens its customer’s page until it expires, and never again', async () => {
  await open(token).expect(200);
  world.clock.advance(7 * 86_400_000);
  const { body } = await open(token).expect(401);
  expect(body.error.facts).toEqual({ link: 'expired' });
});

test('a link that was withdrawn cannot be replayed, by nobody and at no time', async () => {
  const owner = await world.bearer('owner');
  await request(world.app)
    .post('/api/admin/customer-links/1/revoke')
    .set('authorization', owner)
    .send({})
    .expect(200);
  for (let again = 0; again < 3; again++) {
    expect((await open(token)).body.error.facts).toEqual({ link: 'revoked' });
  }
});

test('a letter changed anywhere makes it nobody’s link', async () => {
  for (let at = 'skylink_'.length; at < token.length; at += 3) {
    const other = token[at] === 'A' ? 'B' : 'A';
    const forged = token.slice(0, at) + other + token.slice(at + 1);
    expect((await open(forged)).body.error.facts, `letter ${at}`).toEqual({ link: 'unknown' });
  }
  for (const forged of [token.slice(0, -1), `${token}A`, token.toLowerCase()]) {
    expect((await open(forged)).status).toBe(401);
  }
});

test('whoever read the database cannot make one: not from the seed, not from the hash', async () => {
  const seed = await seedOf();
  const { rows } = await world.database.pool.query('SELECT token_hash AS hash FROM customer_links');
  const guesses = [
    seed,
    rows[0].hash,
    createHmac('sha256', '').update(seed).digest('base64url'),
    createHmac('sha256', rows[0].hash).update(seed).digest('base64url'),
    linkTokenOf(createSecretBox(Buffer.alloc(32, 7)), seed).replace('skylink_', ''),
  ];
  for (const guess of guesses) expect((await open(`skylink_${guess}`)).status).toBe(401);
});

test('a link is good for its own page and for nothing of the admin', async () => {
  for (const path of [
    '/api/admin/customers',
    '/api/admin/customers/11',
    '/api/auth/me',
    '/api/admin/audit',
  ]) {
    expect((await request(world.app).get(path).set('authorization', `Bearer ${token}`)).status).toBe(403);
  }
});

test('a link in an address opens nothing: it must not lie in logs and histories', async () => {
  for (const name of ['token', 'link', 'access_token', 'authorization']) {
    expect((await request(world.app).get(`/api/customer/account?${name}=${token}`)).status).toBe(401);
  }
  expect(JSON.stringify(world.log.lines)).not.toContain(token);
});
