import { type Clock, systemClock } from '../../server/clock.ts';
import type { Context } from '../../server/context.ts';
import { createDatabase, type Database, type DatabaseHandle } from '../../server/db/client.ts';
import { withTransaction } from '../../server/db/transaction.ts';
import { readEnv } from '../../server/env.ts';
import { silentLog } from '../../server/log.ts';
import { createSecretBox } from '../../server/secrets/secret-box.ts';
import { noPayPal } from '../../server/services/paypal/no-paypal.ts';
import { adjustWallet } from '../../server/services/wallets/adjust-wallet.ts';
import { type Admin, decimal } from './admin.ts';
import type { Movement } from './movement.ts';
import type { Random } from './seeded-random.ts';

/** The torture's own hand in the database: for what goes through no process of the product. */
export function openContext(options: { url: string; clock: Clock }): {
  ctx: Context & { db: Database };
  close(): Promise<void>;
} {
  const database: DatabaseHandle = createDatabase({
    url: options.url,
    log: silentLog,
    applicationName: 'torture',
    maxConnections: 6,
  });
  const ctx: Context & { db: Database } = {
    db: database.db,
    inTransaction: false,
    clock: options.clock,
    live: database.db,
    demo: false,
    databaseNow: async () => options.clock.now(),
    log: silentLog,
    actor: { kind: 'system', name: 'torture' },
    env: readEnv({}),
    secrets: createSecretBox(Buffer.alloc(32, 1)),
    panel: async () => ({ source: 'none', url: null, client: null }),
    paypal: noPayPal,
    instance: 'torture',
  };
  return { ctx, close: () => database.close() };
}

interface Adjustment extends Movement {
  /** The ledger's is made from it. */
  key: string;
}

/** What was promised to whom, each once: the book that the wallets are held against. */
export class Adjusters {
  readonly book: Adjustment[] = [];
  readonly #ctx: Context;
  readonly #admin: Admin;
  readonly #random: Random;
  readonly #customers: number;
  readonly #creditShare: number;
  #stopped = false;
  #work: Promise<unknown> = Promise.resolve();

  /** `creditShare` of the adjustments give; the others take. */
  constructor(options: {
    ctx: Context;
    admin: Admin;
    random: Random;
    customers: number;
    creditShare: number;
  }) {
    this.#ctx = options.ctx;
    this.#admin = options.admin;
    this.#random = options.random;
    this.#customers = options.customers;
    this.#creditShare = options.creditShare;
  }

  /** Several hands at once, all the while. */
  start(hands: number): void {
    this.#work = Promise.all(Array.from({ length: hands }, (_, hand) => this.#keepAdjusting(hand)));
    this.#work.catch(() => {}); // told by `stop`
  }

  /** Every adjustment begun is brought to its end. */
  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#work;
  }

  async #keepAdjusting(hand: number): Promise<void> {
    for (let number = 1; !this.#stopped; number++) {
      const key = `torture-${hand}-${number}`;
      const customerId = this.#random.between(1, this.#customers);
      const adjustment: Adjustment = {
        ...{ key, customerId, transaction: `adjustment:${customerId}:${key}` },
        direction: this.#random.chance(this.#creditShare) ? 'credit' : 'debit',
        micros: BigInt(this.#random.between(1, 3_000_000)),
      };
      this.book.push(adjustment);
      const give = hand % 2 === 0 ? this.#overHttp : this.#slowly;
      const copies = this.#random.chance(0.3) ? 2 : 1;
      await Promise.all(Array.from({ length: copies }, () => give.call(this, adjustment)));
      await systemClock.sleep(this.#random.between(20, 200));
    }
  }

  async #overHttp({ key, customerId, direction, micros }: Adjustment): Promise<void> {
    const body = { direction, amount: decimal(micros), reason: 'torture', idempotencyKey: key };
    await this.#admin.insist('POST', `/api/admin/customers/${customerId}/adjustments`, body);
  }

  /** In a transaction that takes its time; after a lost connection again, with the same key. */
  async #slowly({ key, customerId, direction, micros }: Adjustment): Promise<void> {
    const pauseMs = this.#random.between(10, 250);
    for (let tries = 0; tries < 300; tries++) {
      try {
        return await withTransaction(this.#ctx, async (tx) => {
          const given = { id: customerId, direction, amount: micros, reason: 'torture', idempotencyKey: key };
          await adjustWallet(tx, given);
          await systemClock.sleep(pauseMs);
        });
      } catch {
        await systemClock.sleep(200);
      }
    }
    throw new Error(`The adjustment ${key} never came through.`);
  }
}
