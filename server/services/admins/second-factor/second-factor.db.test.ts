import { generate } from 'otplib';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { adminRecoveryCodes, adminSecondFactors, auditLog, notices } from '#shared/schema/index.ts';
import type { Context } from '../../../context.ts';
import { actorOf, testAdmins } from '../../../testing/people.ts';
import { type TestContext, testContext } from '../../../testing/test-context.ts';
import { resetSecondFactor } from '../change-admin.ts';
import { createAdmin } from '../create-admin.ts';
import { findSessionAdmin } from '../find-session-admin.ts';
import { resetSignIn } from '../reset-sign-in.ts';
import { signIn } from '../sign-in.ts';
import { WRONG_CODES } from './prove-second-factor.ts';
import { getSignInRules, saveSignInRules } from './second-factor-rule.ts';
import {
  beginSecondFactor,
  confirmSecondFactor,
  removeSecondFactor,
  renewRecoveryCodes,
} from './set-up-second-factor.ts';

const { olive, otto } = testAdmins;
const origin = { address: '192.0.2.9', requestId: 'req-1' };
const OLIVE = 1;
const OTTO = 2;

let world: TestContext;
/** As olive acts when she is signed in. */
let asOlive: Context;
beforeEach(async () => {
  world = await testContext();
  await createAdmin(world.ctx, olive);
  await createAdmin(world.ctx, otto);
  asOlive = { ...world.ctx, actor: actorOf('olive', OLIVE) };
});
afterEach(() => world.close());

const epoch = () => Math.floor(world.clock.now().getTime() / 1000);
const codeOf = (secret: string, secondsLater = 0) => generate({ secret, epoch: epoch() + secondsLater });
const enter = (code?: string) =>
  signIn(world.ctx, { email: olive.email, password: olive.password, code }, origin);
const nextStep = () => world.clock.advance(30_000);
const audited = async () => (await world.ctx.db.select().from(auditLog)).map(({ action }) => action);

/** Olive's app is set up; the code it was set up with is used, and the next one is not yet. */
async function setUp(): Promise<{ secret: string; recoveryCodes: string[] }> {
  const { secret } = await beginSecondFactor(asOlive);
  const { recoveryCodes } = await confirmSecondFactor(asOlive, { code: await codeOf(secret) });
  nextStep();
  return { secret, recoveryCodes };
}

describe('setting up', () => {
  test('counts for nothing until a code proves it; then sign-in asks for one', async () => {
    const { secret, uri, qr } = await beginSecondFactor(asOlive);
    expect(uri).toBe(
      `otpauth://totp/SkyPANEL%20Hourly%20Billing:olive%40host.example?secret=${secret}&issuer=SkyPANEL%20Hourly%20Billing`,
    );
    expect(qr).toMatch(/^<svg /);
    await expect(enter()).resolves.toMatchObject({ id: OLIVE });
    await confirmSecondFactor(asOlive, { code: await codeOf(secret) });
    await expect(enter()).rejects.toMatchObject({ code: 'second_factor_wanted' });
    nextStep();
    await expect(enter(await codeOf(secret))).resolves.toMatchObject({ id: OLIVE });
    expect(await audited()).toContain('admin.second_factor_on');
  });

  test('begun twice goes by the second', async () => {
    const first = await beginSecondFactor(asOlive);
    const second = await beginSecondFactor(asOlive);
    const wrong = confirmSecondFactor(asOlive, { code: await codeOf(first.secret) });
    await expect(wrong).rejects.toMatchObject({ code: 'invalid_input', fields: [{ path: 'code' }] });
    await confirmSecondFactor(asOlive, { code: await codeOf(second.secret) });
  });

  test('is refused where it is done, or was not begun, and changes nothing', async () => {
    const early = confirmSecondFactor(asOlive, { code: '123456' });
    await expect(early).rejects.toMatchObject({ code: 'refused' });
    const { secret } = await setUp();
    await expect(beginSecondFactor(asOlive)).rejects.toMatchObject({ code: 'refused' });
    const again = confirmSecondFactor(asOlive, { code: await codeOf(secret) });
    await expect(again).rejects.toMatchObject({ code: 'refused' });
    await expect(enter(await codeOf(secret))).resolves.toMatchObject({ id: OLIVE });
  });

  test('keeps neither the secret nor a recovery code in a way that can be read', async () => {
    const { secret, recoveryCodes } = await setUp();
    const kept = JSON.stringify([
      await world.ctx.db.select().from(adminSecondFactors),
      await world.ctx.db.select().from(adminRecoveryCodes),
      await world.ctx.db.select().from(auditLog),
      world.log.lines,
    ]);
    expect(kept).not.toContain(secret);
    for (const code of recoveryCodes) {
      expect(kept).not.toContain(code);
      expect(kept).not.toContain(code.replaceAll('-', ''));
    }
  });

  test('is for people: a token has no phone', async () => {
    const token = { kind: 'token', id: 1, name: 'nightly', role: 'owner', ...origin } as const;
    await expect(beginSecondFactor({ ...world.ctx, actor: token })).rejects.toMatchObject({
      code: 'refused',
    });
  });
});

describe('a code', () => {
  test('works once, however often and at once it is sent', async () => {
    const { secret } = await setUp();
    const code = await codeOf(secret);
    const tries = await Promise.allSettled([1, 2, 3, 4, 5].map(() => enter(code)));
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    await expect(enter(code)).rejects.toMatchObject({ code: 'invalid_input' });
  });

  test.each`
    secondsLater | is           | because
    ${-60}       | ${'refused'} | ${'it is two steps old'}
    ${-30}       | ${'refused'} | ${'it is the one that set the app up'}
    ${0}         | ${'taken'}   | ${'it is the one shown now'}
    ${30}        | ${'taken'}   | ${'clocks of phones go wrong by some seconds'}
    ${60}        | ${'refused'} | ${'it is two steps ahead'}
  `('of $secondsLater s later is $is: $because', async ({ secondsLater, is }) => {
    const { secret } = await setUp();
    const entering = enter(await codeOf(secret, secondsLater));
    if (is === 'taken') await expect(entering).resolves.toMatchObject({ id: OLIVE });
    else await expect(entering).rejects.toMatchObject({ fields: [{ path: 'code' }] });
  });

  test('is not even asked for after a wrong password, and says nothing of it', async () => {
    const { secret } = await setUp();
    const wrong = { email: olive.email, password: 'not her password', code: await codeOf(secret) };
    await expect(signIn(world.ctx, wrong, origin)).rejects.toMatchObject({ code: 'unauthenticated' });
    await expect(enter(wrong.code), 'it was not used up').resolves.toMatchObject({ id: OLIVE });
  });

  test('guessed wrong ten times makes even the right one wait, from wherever, and then no longer', async () => {
    const { secret } = await setUp();
    for (let tries = 0; tries < WRONG_CODES; tries += 1) {
      await expect(enter('000000')).rejects.toMatchObject({ code: 'invalid_input' });
    }
    const right = await codeOf(secret);
    await expect(enter(right)).rejects.toMatchObject({
      code: 'too_many_requests',
      facts: { retryAfterSeconds: 900 },
    });
    world.clock.advance(15 * 60_000);
    await expect(enter(await codeOf(secret))).resolves.toMatchObject({ id: OLIVE });
  });

  test('that is right forgives those that were wrong before', async () => {
    const { secret } = await setUp();
    for (let round = 0; round < 3; round += 1) {
      for (let tries = 0; tries < WRONG_CODES - 1; tries += 1) await enter('000000').catch(() => {});
      await expect(enter(await codeOf(secret))).resolves.toMatchObject({ id: OLIVE });
      nextStep();
    }
  });
});

describe('a recovery code', () => {
  const plain = (code = '') => code.replaceAll('-', '');

  test('lets in once, and it is audited', async () => {
    const { recoveryCodes } = await setUp();
    expect(new Set(recoveryCodes).size).toBe(10);
    expect(recoveryCodes[0]).toMatch(/^([0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}$/);
    await expect(enter(plain(recoveryCodes[0]))).resolves.toMatchObject({ id: OLIVE });
    await expect(enter(plain(recoveryCodes[0]))).rejects.toMatchObject({ code: 'invalid_input' });
    await expect(enter(plain(recoveryCodes[1]))).resolves.toMatchObject({ id: OLIVE });
    expect((await audited()).filter((action) => action === 'admin.recovery_code_used')).toHaveLength(2);
  });

  test('stops working when new ones are made', async () => {
    const { recoveryCodes } = await setUp();
    const renewed = await renewRecoveryCodes(asOlive);
    await expect(enter(plain(recoveryCodes[0]))).rejects.toMatchObject({ code: 'invalid_input' });
    await expect(enter(plain(renewed.recoveryCodes[0]))).resolves.toMatchObject({ id: OLIVE });
  });
});

describe('without it again', () => {
  test('olive removes her own; a repeat changes nothing', async () => {
    await setUp();
    await removeSecondFactor(asOlive);
    await expect(enter()).resolves.toMatchObject({ id: OLIVE });
    const before = await audited();
    expect(before).toContain('admin.second_factor_off');
    await removeSecondFactor(asOlive);
    expect(await audited()).toEqual(before);
    await expect(renewRecoveryCodes(asOlive)).rejects.toMatchObject({ code: 'refused' });
  });

  test('another owner takes it from who lost it, which ends their sessions', async () => {
    await setUp();
    await resetSecondFactor({ ...world.ctx, actor: actorOf('olive', 99) }, { id: OLIVE });
    expect(await enter()).toMatchObject({ id: OLIVE, sessionEra: 1 });
  });

  test('whoever holds the machine lets the last owner in again', async () => {
    await setUp();
    await resetSignIn(world.ctx, { email: olive.email.toUpperCase(), password: 'lantern gravel sonnet' });
    await expect(enter()).rejects.toMatchObject({ code: 'unauthenticated' });
    const entered = await signIn(
      world.ctx,
      { email: olive.email, password: 'lantern gravel sonnet' },
      origin,
    );
    expect(entered).toMatchObject({ id: OLIVE, sessionEra: 1 });
    await expect(
      resetSignIn(world.ctx, { email: 'nobody@host.example', password: 'x' }),
    ).rejects.toMatchObject({ code: 'not_found' });
  });
});

describe('the rule', () => {
  const session = (adminId: number) =>
    findSessionAdmin(world.ctx, { adminId, era: 0, beganAt: world.clock.now() });

  test('asks nobody until it is saved, and then those it names', async () => {
    expect(await getSignInRules(world.ctx)).toEqual({ secondFactor: 'nobody' });
    await setUp();
    await saveSignInRules(asOlive, { secondFactor: 'everyone' });
    expect(await session(OLIVE)).toMatchObject({ secondFactorMissing: false });
    expect(await session(OTTO)).toMatchObject({ secondFactorMissing: true });
    await saveSignInRules(asOlive, { secondFactor: 'owners' });
    expect(await session(OTTO)).toMatchObject({ secondFactorMissing: false });
    await expect(removeSecondFactor(asOlive)).rejects.toMatchObject({ code: 'refused' });
  });

  test('is not saved by whoever it would stop, and a repeat changes nothing', async () => {
    const early = saveSignInRules(asOlive, { secondFactor: 'owners' });
    await expect(early).rejects.toMatchObject({ code: 'refused' });
    await setUp();
    await saveSignInRules(asOlive, { secondFactor: 'owners' });
    const before = await world.ctx.db.select().from(auditLog);
    expect(before.at(-1)).toMatchObject({
      action: 'admin.rules_saved',
      before: { secondFactor: 'nobody' },
      after: { secondFactor: 'owners' },
    });
    await saveSignInRules(asOlive, { secondFactor: 'owners' });
    expect(await world.ctx.db.select().from(auditLog)).toEqual(before);
  });
});

describe('whoever signs in by it', () => {
  const told = async () =>
    (await world.ctx.db.select().from(notices).orderBy(notices.id)).map(({ event, facts }) => [
      event,
      String(facts.message).split('.')[0],
    ]);

  test('hears of every change of it, whoever made it', async () => {
    await setUp();
    await renewRecoveryCodes(asOlive);
    await removeSecondFactor(asOlive);
    await setUp();
    await resetSecondFactor({ ...world.ctx, actor: actorOf('otto', OTTO) }, { id: OLIVE });
    await resetSignIn(world.ctx, { email: olive.email, password: 'a new and long sentence' });
    expect(await told()).toEqual([
      ['sign_in.changed', 'Olive Owner signs in with an authenticator app from now on'],
      ['sign_in.changed', 'Olive Owner has new recovery codes; the old ones work no more'],
      ['sign_in.changed', 'Olive Owner signs in without a second factor from now on'],
      ['sign_in.changed', 'Olive Owner signs in with an authenticator app from now on'],
      ['sign_in.changed', 'Olive Owner signs in without a second factor from now on'],
      [
        'sign_in.changed',
        'Olive Owner has a new password and no second factor: somebody at the machine reset the sign-in',
      ],
    ]);
  });

  test('hears nothing where nothing changed', async () => {
    await removeSecondFactor(asOlive);
    expect(await told()).toEqual([]);
  });
});
