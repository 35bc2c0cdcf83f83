import { systemClock } from '../../server/clock.ts';
import type { PayPalEmulator } from '../../server/emulators/paypal/start-paypal-emulator.ts';
import { type Admin, decimal } from './admin.ts';
import type { Movement } from './movement.ts';
import type { Random } from './seeded-random.ts';

interface BuyersOptions {
  admin: Admin;
  paypal: PayPalEmulator;
  random: Random;
  customers: number;
}

type Event = PayPalEmulator['shop']['events'][number];

/**
 * Customers who pay in by PayPal, all the while: some never say yes, some close the browser, some come back five times
 * at once; and PayPal tells of it early, late, again or not at all.
 */
export class Buyers {
  readonly #admin: Admin;
  readonly #paypal: PayPalEmulator;
  readonly #random: Random;
  readonly #customers: number;
  /** Whose wallet a payment is for, and under which key the ledger keeps it: by the name PayPal has of it. */
  readonly #wanted = new Map<string, { customerId: number; transaction: string }>();
  readonly #telling = new Set<Promise<unknown>>();
  #stopped = false;
  #work: Promise<unknown> = Promise.resolve();

  constructor({ admin, paypal, random, customers }: BuyersOptions) {
    this.#admin = admin;
    this.#paypal = paypal;
    this.#random = random;
    this.#customers = customers;
    paypal.shop.onEvent = (event) => this.#tell(event);
  }

  start(hands: number): void {
    this.#work = Promise.all(Array.from({ length: hands }, (_, hand) => this.#keepPaying(hand)));
    this.#work.catch(() => {}); // told by `stop`
  }

  /** Nobody begins to pay any more; who has begun goes on as they like. */
  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#work;
    await Promise.all(this.#telling);
  }

  /** What PayPal took, as it must be in the wallets: by its own books, whatever the system thinks. */
  get paid(): Movement[] {
    return [...this.#paypal.shop.captures.values()].map(({ customId, amount }) => {
      const wanted = this.#wanted.get(customId ?? '');
      if (!wanted) throw new Error(`PayPal took money under the name ${customId}, which nobody asked for`);
      return { ...wanted, direction: 'credit', micros: BigInt(amount.value.replace('.', '')) * 10_000n };
    });
  }

  async #keepPaying(hand: number): Promise<void> {
    for (let number = 1; !this.#stopped; number++) {
      const key = await this.#wish(`torture-payment-${hand}-${number}`);
      await this.#pay(key);
      await systemClock.sleep(this.#random.between(100, 600));
    }
  }

  /** A payment link of an admin's; three in ten are asked for twice. Its key. */
  async #wish(idempotencyKey: string): Promise<string> {
    const customerId = this.#random.between(1, this.#customers);
    const body = { amount: decimal(BigInt(this.#random.between(500, 2000)) * 10_000n), idempotencyKey };
    const path = `/api/admin/customers/${customerId}/top-ups`;
    const ask = async () => {
      const { body: reply } = await this.#admin.insist('POST', path, body);
      return reply.topUp as { id: number; key: string };
    };
    const [topUp] = await Promise.all(this.#random.chance(0.3) ? [ask(), ask()] : [ask()]);
    if (!topUp) throw new Error('One wish has one answer');
    this.#wanted.set(topUp.key, { customerId, transaction: `topup:${topUp.id}:0` });
    return topUp.key;
  }

  async #pay(key: string): Promise<void> {
    const path = `/api/payments/${key}`;
    // What cannot be answered now is left: the buyer goes away.
    const there = await this.#admin.ask('POST', `${path}/pay`, {}).catch(() => null);
    if (there?.status !== 200 || this.#random.chance(0.15)) return;
    this.#paypal.shop.approve(new URL(String(there.body.approveUrl)).searchParams.get('token') ?? '');
    if (this.#random.chance(0.3)) return; // the browser is closed
    const times = this.#random.pick([1, 1, 2, 5]);
    const back = () => this.#admin.ask('POST', `${path}/complete`, {});
    await Promise.allSettled(Array.from({ length: times }, back));
  }

  /** None, one or ten notifications, to whichever process answers. */
  #tell(event: Event): void {
    const times = this.#random.pick([0, 1, 1, 1, 10]);
    const { headers, body } = this.#paypal.sign(event);
    for (let time = 0; time < times; time++) {
      const told = this.#admin.post('/api/paypal/webhook', { headers, body }).catch(() => null);
      this.#telling.add(told);
      void told.finally(() => this.#telling.delete(told));
    }
  }
}
