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

/** An emulated panel whose credit is the wallet, on a clock that stands still. A token is worth 0.01. */
export interface CreditWorld extends Omit<TestContext, 'ctx'> {
  ctx: Context & { db: Database };
  panel: VirtFusionEmulator;
  /** What a wallet here is short of and VirtFusion does not know of yet: an hour, or many. */
  charge(customerId: number, amount: string): Promise<void>;
  /** Decides for all, as a closed run does. */
  carry(): Promise<void>;
  /** Works on every open posting once, as its jobs would. Failures are what the jobs would be tried again for. */
  send(): Promise<unknown[]>;
  /** Time enough that nothing sent before can be on its way. */
  settle(): void;
  /** What VirtFusion says a customer has. */
  balance(customerId: number): string;
  /** Postings in order, as 'state outcome tokens'. */
  intents(customerId: number): Promise<string[]>;
  /** What a wallet here says, in micros. */
  wallet(customerId: number): Promise<bigint>;
}

/** Everybody's number in the operator's other system. */
export const externalIds = new Map(Object.values(people).map(({ id }, index) => [id, 1000 + index]));

export async function creditWorld(
  options: TestContextOptions & { mode?: 'own' | 'virtfusion'; tokens?: number; decimals?: number } = {},
): Promise<CreditWorld> {
  const { mode = 'virtfusion', tokens = 1000, decimals = 4, ...more } = options;
  const test = await testContext(more);
  const { clock } = test;
  const panel = await startVirtFusionEmulator({ now: () => clock.now() });
  panel.world.addCurrency({ code: 'USD', value: '0.0100000000' });
  const client = createVirtFusionClient({ baseUrl: panel.url, token: panel.token, clock, log: test.log });
  const ctx = {
    ...test.ctx,
    panel: async () => ({ source: 'settings' as const, url: panel.url, client }),
  };
  for (const { id, name, email } of Object.values(people)) {
    await aCustomer(ctx, id, name);
    const extRelationId = externalIds.get(id) ?? null;
    await ctx.db.execute(sql`UPDATE customers SET external_id = ${extRelationId}::bigint WHERE id = ${id}`);
    panel.world.addUser({ id, name, email, extRelationId, selfService: 1 });
    if (tokens !== 0) panel.world.credits.post(id, tokens, { at: panel.world.now() });
  }
  await ctx.db.execute(sql`
    INSERT INTO settings (key, value) VALUES ('wallet_mode', ${mode}), ('wallet_token_decimals', ${String(decimals)})`);
  return {
    ...{ ...test, ctx, panel },
    charge: (customerId, amount) => charge(ctx, customerId, parseMoney(amount)),
    carry: () => carryCredit(ctx, { customerId: null }),
    send: () => sendAll(ctx),
    settle: () => clock.advance(SETTLED_AFTER_MS),
    balance: (customerId) => panel.world.credits.format(panel.world.credits.unitsOf(customerId)),
    intents: (customerId) => intentsOf(ctx, customerId),
    wallet: (customerId) => walletOf(ctx, customerId),
    async close() {
      await client.close();
      await panel.close();
      await test.close();
    },
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

async function sendAll(ctx: Context): Promise<unknown[]> {
  const { rows } = await ctx.db.execute<{ id: bigint }>(
    sql`SELECT id FROM credit_intents WHERE closed_at IS NULL ORDER BY id`,
  );
  const failures: unknown[] = [];
  for (const { id } of rows) {
    await sendCredit(ctx, { intentId: Number(id) }).catch((error: unknown) => failures.push(error));
  }
  return failures;
}

async function intentsOf(ctx: Context, customerId: number): Promise<string[]> {
  const { rows } = await ctx.db.execute<{ text: string }>(sql`
    SELECT concat_ws(' ', state, outcome, trim_scale(tokens)) AS text FROM credit_intents
    WHERE customer_id = ${customerId} ORDER BY id`);
  return rows.map(({ text }) => text);
}

async function walletOf(ctx: Context, customerId: number): Promise<bigint> {
  const { rows } = await ctx.db.execute<{ balance: bigint }>(
    sql`SELECT balance_micros AS balance FROM accounts WHERE customer_id = ${customerId}`,
  );
  return rows[0]?.balance ?? 0n;
}
