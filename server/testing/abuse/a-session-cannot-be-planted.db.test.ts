import request from 'supertest';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { testAdmins } from '../people.ts';
import { type AttackedApp, attackedApp, cookieOf } from './attacked-app.ts';

const { email, password } = testAdmins.olive;
const sameOrigin = { 'sec-fetch-site': 'same-origin' };

let world: AttackedApp;
beforeEach(async () => {
  world = await attackedApp();
});
afterEach(() => world.close());

const me = (cookie: string) => request(world.app).get('/api/auth/me').set('cookie', cookie);
const signIn = (cookie?: string) => {
  const sent = request(world.app).post('/api/auth/sign-in').set(sameOrigin);
  if (cookie !== undefined) sent.set('cookie', cookie);
  return sent.send({ email, password });
};

test('a cookie that a stranger made up and planted is not the one she is signed in with', async () => {
  const planted = 'skypanel_session=s%3Achosen-by-mallory.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA';
  const own = cookieOf(await signIn(planted).expect(200));
  expect(own).not.toContain('chosen-by-mallory');
  await me(planted).expect(401);
  await me(own).expect(200);
});

test('a session that was real before she signed in is gone afterwards', async () => {
  const before = await world.cookie();
  const after = cookieOf(await signIn(before).expect(200));
  expect(after).not.toBe(before);
  await me(before).expect(401);
  await me(after).expect(200);
});

test('what a session holds is in the database alone: the cookie is an id and its signature', async () => {
  const cookie = decodeURIComponent(await world.cookie());
  const [, id = '', signature = ''] = /=s:([^.]+)\.(.+)$/.exec(cookie) ?? [];
  expect(Buffer.from(id, 'base64url').length).toBeGreaterThanOrEqual(16);
  expect(signature.length).toBeGreaterThan(40);
  await me(`skypanel_session=${id}`).expect(401);
  await me(`skypanel_session=s:${id}.${signature.replace(/^./, 'x')}`).expect(401);
});

test('a session that was signed out cannot be replayed', async () => {
  const cookie = await world.cookie();
  await request(world.app)
    .post('/api/auth/sign-out')
    .set({ cookie, ...sameOrigin })
    .send({})
    .expect(200);
  await me(cookie).expect(401);
});

test('ids do not repeat and share no beginning', async () => {
  const ids = new Set<string>();
  for (let count = 0; count < 5; count++) ids.add((await world.cookie()).slice(0, 30));
  expect(ids.size).toBe(5);
});
