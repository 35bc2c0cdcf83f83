import { sql } from 'drizzle-orm';
import type { Context } from '../../server/context.ts';
import {
  type PayPalEmulator,
  startPayPalEmulator,
} from '../../server/emulators/paypal/start-paypal-emulator.ts';
import { type SmtpSink, startSmtpSink } from '../../server/emulators/smtp/start-smtp-sink.ts';
import type { FaultRule } from '../../server/emulators/virtfusion/http/faults.ts';
import type { World } from '../../server/emulators/virtfusion/world/world.ts';
import {
  startWebhookReceiver,
  type WebhookReceiver,
} from '../../server/emulators/webhooks/start-webhook-receiver.ts';
import type { EmulatedPayPal } from '../../server/services/paypal/find-paypal.ts';
import { defaultDunningPolicy, dunningPolicy } from '../../shared/api/dunning-policy.ts';
import type { Admin } from './admin.ts';
import type { Random } from './seeded-random.ts';

/** Whose wallets are tortured: the ledger's own, or VirtFusion's credit. 'none': only what servers cost. */
export type MoneyMode = 'none' | 'own' | 'virtfusion';

/** Decimals of tokens that are posted, and what one is worth: a unit is a hundred micros, and nothing but whole. */
export const TOKEN_DECIMALS = 2;
export const TOKEN_VALUE = '0.0100000000';

/** Everybody outside whom money and its notices go to. */
export interface MoneyWorld {
  mode: Exclude<MoneyMode, 'none'>;
  paypal: PayPalEmulator;
  mails: SmtpSink;
  receiver: WebhookReceiver;
  close(): Promise<void>;
}

/** Starts them, on loopback, on the torture's time; null where no money is tortured. */
export async function openMoney({
  mode,
  now,
}: {
  mode: MoneyMode;
  now: () => Date;
}): Promise<MoneyWorld | null> {
  if (mode === 'none') return null;
  const paypal = await startPayPalEmulator({ now });
  const mails = await startSmtpSink();
  const receiver = await startWebhookReceiver();
  return {
    ...{ mode, paypal, mails, receiver },
    close: async () => void (await Promise.all([paypal.close(), mails.close(), receiver.close()])),
  };
}

/** What an instance is told of the PayPal it has. */
export function emulatedPayPal({ paypal }: MoneyWorld): EmulatedPayPal {
  const { url, clientId, clientSecret, webhookId, ca } = paypal;
  return { url, clientId, clientSecret, webhookId, ca };
}

/** Says how messages leave, whom they warn, and what becomes of those who owe; once the fleet is known. */
export async function saveMoneySettings(admin: Admin, { mode, mails, receiver }: MoneyWorld): Promise<void> {
  const mail = {
    ...{ company: 'Torture Hosting', from: 'billing@host.example', host: '127.0.0.1', port: mails.port },
    ...{ security: 'none', user: null, adminAddresses: ['olive@host.example'] },
  };
  await admin.insist('PUT', '/api/admin/channels/mail', { mail });
  await admin.insist('POST', '/api/admin/channels/webhooks', { url: receiver.url, note: 'torture' });
  const { body } = await admin.insist('GET', '/api/admin/settings/dunning');
  const policy = { ...defaultDunningPolicy, enabled: true, warnHours: 24, graceHours: 1, mostADay: 0 };
  const put = { policy: dunningPolicy.encode(policy), version: body.version };
  await admin.insist('PUT', '/api/admin/settings/dunning', put, [200, 409]);
  if (mode !== 'virtfusion') return;
  const credit = { mode, tokenDecimals: TOKEN_DECIMALS, othersAddCredit: false };
  await admin.insist('PUT', '/api/admin/settings/credit', credit);
}

/** Makes the panel one whose credit can be a wallet. */
export function addCredit(world: World): void {
  world.addCurrency({ code: 'USD', value: TOKEN_VALUE });
}

const paypalTroubles = [
  'error',
  'error-after',
  'drop-before',
  'drop-after',
  'slow',
  'html',
  'declined',
  'pending',
] as const;
const mailTroubles = ['refuse', 'put-off', 'take-and-vanish'] as const;
const creditTroubles = [
  'error',
  'error-after',
  'drop-before',
  'drop-after',
  'half-reply',
  'slow',
  'locked',
] as const;

/** What goes wrong with the money of one tick, each once; of the panel's the faults are handed back. */
export function moneyTroubles({ mode, paypal, mails, receiver }: MoneyWorld, random: Random): FaultRule[] {
  paypal.faults.clear();
  for (let number = random.between(0, 2); number > 0; number--)
    paypal.faults.add({ kind: random.pick(paypalTroubles) });
  mails.faults.splice(0);
  if (random.chance(0.5)) mails.faults.push(random.pick(mailTroubles));
  receiver.statuses.splice(0);
  if (random.chance(0.3)) receiver.statuses.push(500, 503);
  const route = mode === 'virtfusion' ? 'POST /selfService/credit/*' : 'POST /servers/:id/*';
  return Array.from({ length: random.between(0, 3) }, () => ({
    ...{ kind: random.pick(creditTroubles), route, times: 1, skip: random.between(0, 1) },
    ms: 300,
  }));
}

/** Nothing goes wrong from here on; PayPal decides about what it held back. */
export function calmMoney({ paypal, mails, receiver }: MoneyWorld): void {
  paypal.faults.clear();
  mails.faults.splice(0);
  receiver.statuses.splice(0);
  for (const { id, status } of paypal.shop.captures.values())
    if (status === 'PENDING') paypal.shop.settle(id, 'COMPLETED');
}

/**
 * Jobs that wait for an instant wait by the database's clock, which is the wall's: those whose instant has come by the
 * torture's are due now.
 */
export async function makeJobsDue({ db }: Pick<Context, 'db'>, now: Date): Promise<void> {
  await db.execute(sql`
    UPDATE graphile_worker._private_jobs SET run_at = now()
    WHERE run_at > now() AND run_at <= ${now.toISOString()}::timestamptz AND locked_at IS NULL`);
}

/** How much is still under way: payments, postings, messages and servers that are to be suspended or freed. */
export async function underWay({ db }: Pick<Context, 'db'>): Promise<string[]> {
  const { rows } = await db.execute<{ what: string; count: number }>(sql`
    SELECT what, count FROM (
      SELECT 'payments' AS what, (SELECT count(*)::int FROM top_ups WHERE status = 'approved') AS count
      UNION ALL SELECT 'notifications of PayPal', (SELECT count(*)::int FROM paypal_events WHERE handled_at IS NULL)
      UNION ALL SELECT 'credit postings', (SELECT count(*)::int FROM credit_intents WHERE closed_at IS NULL)
      UNION ALL SELECT 'messages', (SELECT count(*)::int FROM notices WHERE spread_at IS NULL)
        + (SELECT count(*)::int FROM notice_deliveries WHERE state = 'waiting')
      UNION ALL SELECT 'wishes', (SELECT count(*)::int FROM panel_wishes WHERE applied_version < version)) counted
    WHERE count > 0`);
  return rows.map(({ what, count }) => `${count} ${what}`);
}
