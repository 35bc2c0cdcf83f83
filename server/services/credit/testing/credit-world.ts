import { sql } from 'drizzle-orm';
import { parseMoney } from '#shared/billing/money.ts';
import type { Context } from '../../../context.ts';
import type { Database } from '../../../db/client.ts';
import { withTransaction } from '../../../db/transaction.ts';
import {
  startVirtFusionEmulator,
  type VirtFusionEmulator,
} from '../../../emulators/virtfusion/start-virtfusion-emulator.ts';
import { createVirtFusionClient } from '../../../integrations/virtfusion/client.ts';
import { aCustomer } from '../../../testing/factories.ts';
import { people } from '../../../testing/people.ts';
import { type TestContext, type TestContextOptions, testContext } from '../../../testing/test-context.ts';
import { REVENUE } from '../../ledger/accounts.ts';
import { findAccount } from '../../ledger/find-account.ts';
import { lockWallets } from '../../ledger/lock-wallets.ts';
import { postTransactions } from '../../ledger/post-transactions.ts';
import { carryCredit } from '../carry-credit.ts';
import { sendCredit } from '../send-credit.ts';
import { SETTLED_AFTER_MS } from '../settle-credit.ts';

/** A customer of such a world, with credit in VirtFusion. */
export interface CreditCustomer {
  id: number;
  externalId: number;
  /** What the wallet here is short of and VirtFusion does not know of yet: an hour, or many. */
  charge(amount: string): Promise<void>;
  /** Decides what to post, as a job does. */
  carry(): Promise<void>;
  /** Works on the open posting once, as its job would; null, or what that job would be tried again for. */
  send(): Promise<unknown>;
  /** What VirtFusion says is left. */
  balance(): string;
  /** What we posted, as VirtFusion has it. */
  entries(): VirtFusionEmulator['world']['credits']['entries'];
  /** Postings in order, as 'state outcome tokens'. */
  postings(): Promise<string[]>;
  lastPostingId(): Promise<number>;
  /** What the wallet here says, in micros. */
  wallet(): Promise<bigint>;
}

/** An emulated panel whose credit is the wallet, on a clock that stands still. A token is worth 0.01. */
export interface CreditWorld extends Omit<TestContext, 'ctx'> {
  ctx: Context & { db: Database };
  panel: VirtFusionEmulator;
  /** One more customer, with so many tokens; 1000 unless told otherwise. */
  customer(tokens?: number): Promise<CreditCustomer>;
  /** Decides for all, as a closed run does. */
  carryAll(): Promise<void>;
  /** Works on every open posting once. */
  sendAll(): Promise<void>;
  /** Time enough that nothing sent before can be on its way. */
  settle(): void;
  /** Somebody else moves a customer's credit. */
  move(customer: CreditCustomer, tokens: number): void;
  save(key: string, value: string): Promise<void>;
}

export async function creditWorld(
  options: TestContextOptions & { mode?: 'own' | 'virtfusion'; decimals?: number } = {},
): Promise<CreditWorld> {
  const { mode = 'virtfusion', decimals = 4, ...more } = options;
  const test = await testContext(more);
  const { clock } = test;
  const panel = await startVirtFusionEmulator({ now: () => clock.now() });
  panel.world.addCurrency({ code: 'USD', value: '0.0100000000' });
  const client = createVirtFusionClient({
    ...{ baseUrl: panel.url, token: panel.token, reach: 'private' },
    ...{ clock, log: test.log },
  });
  const ctx = {
    ...test.ctx,
    panel: async () => ({ source: 'settings' as const, url: panel.url, client }),
  };
  const save = async (key: string, value: string) => {
    await ctx.db.execute(sql`
      INSERT INTO settings (key, value) VALUES (${key}, ${value})
      ON CONFLICT (key) DO UPDATE SET value = excluded.value`);
  };
  await save('wallet_mode', mode);
  await save('wallet_token_decimals', String(decimals));
  const cast = [...Object.values(people)];
  let made = 0;
  return {
    ...{ ...test, ctx, panel, save },
    customer: (tokens) => {
      const { id, name } = cast[made] ?? { id: 100 + made, name: `customer ${100 + made}` };
      made += 1;
      return aCreditCustomer({ ctx, panel }, { id, name, externalId: 1000 + made, tokens: tokens ?? 1000 });
    },
    carryAll: () => carryCredit(ctx, { customerId: null }),
    sendAll: async () => {
      await sendOpen(ctx, null);
    },
    settle: () => clock.advance(SETTLED_AFTER_MS),
    move: ({ id }, tokens) => void panel.world.credits.post(id, tokens, { at: panel.world.now() }),
    async close() {
      await client.close();
      await panel.close();
      await test.close();
    },
  };
}

async function aCreditCustomer(
  { ctx, panel }: Pick<CreditWorld, 'ctx' | 'panel'>,
  { id, name, externalId, tokens }: { id: number; name: string; externalId: number; tokens: number },
): Promise<CreditCustomer> {
  const { credits } = panel.world;
  await aCustomer(ctx, id, name);
  await ctx.db.execute(sql`UPDATE customers SET external_id = ${externalId}::bigint WHERE id = ${id}`);
  panel.world.addUser({ id, name, email: `${id}@example.com`, extRelationId: externalId, selfService: 1 });
  if (tokens !== 0) credits.post(id, tokens, { at: panel.world.now() });
  const one = async <Value>(query: ReturnType<typeof sql>): Promise<Value | undefined> => {
    const { rows } = await ctx.db.execute<{ value: Value }>(query);
    return rows[0]?.value;
  };
  return {
    ...{ id, externalId },
    charge: (amount) => charge(ctx, id, parseMoney(amount)),
    carry: () => carryCredit(ctx, { customerId: id }),
    send: () => sendOpen(ctx, id),
    balance: () => credits.format(credits.unitsOf(id)),
    entries: () => credits.entries.filter(({ userId, reference_1 }) => userId === id && reference_1 !== null),
    postings: async () =>
      (await one<string[]>(sql`
        SELECT array_agg(concat_ws(' ', state, outcome, trim_scale(tokens)) ORDER BY id) AS value
        FROM credit_intents WHERE customer_id = ${id}`)) ?? [],
    lastPostingId: async () =>
      Number(await one<bigint>(sql`SELECT max(id) AS value FROM credit_intents WHERE customer_id = ${id}`)),
    wallet: async () =>
      (await one<bigint>(sql`SELECT balance_micros AS value FROM accounts WHERE customer_id = ${id}`)) ?? 0n,
  };
}

async function charge(ctx: Context, customerId: number, amount: bigint): Promise<void> {
  await withTransaction(ctx, async (tx) => {
    const wallet = (await lockWallets(tx, [customerId])).get(customerId);
    if (!wallet) throw new Error('a customer has a wallet');
    await postTransactions(tx, [
      {
        fromAccountId: wallet.accountId,
        toAccountId: await findAccount(tx, REVENUE),
        walletAccountId: wallet.accountId,
        amount,
        kind: 'adjustment',
        reason: 'hours',
        idempotencyKey: `test:${customerId}:${wallet.version}`,
        cause: 'system:test',
      },
    ]);
  });
}

async function sendOpen(ctx: Context, customerId: number | null): Promise<unknown> {
  const { rows } = await ctx.db.execute<{ id: bigint }>(sql`
    SELECT id FROM credit_intents WHERE closed_at IS NULL
      AND (${customerId}::int IS NULL OR customer_id = ${customerId}::int) ORDER BY id`);
  let failure: unknown = null;
  for (const { id } of rows) {
    await sendCredit(ctx, { intentId: Number(id) }).catch((error: unknown) => {
      failure = error;
    });
  }
  return failure;
}
