import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { approveRun } from '../../services/billing/decide-run.ts';
import { addRate } from '../../services/rates/add-rate.ts';
import { reconcileLedger } from '../../services/reconcile/reconcile-ledger.ts';
import { type WatchedPanel, watchedPanel } from '../../services/uptime/testing/watched-panel.ts';
import { billAt } from '../bill-at.ts';
import { billingOn, HOUR_MS, sweepsThrough } from '../factories.ts';
import { actorOf, people } from '../people.ts';

/** Twelve days before a month ends. */
const START = new Date('2026-10-20T00:00:00Z');
const TICK_MS = 10 * 60_000;
const { ada, bram, chidi, dora } = people;
const hour = (hours: number) => new Date(START.getTime() + hours * HOUR_MS);

type Act = (panel: WatchedPanel) => unknown;

const price =
  (packageId: number, monthlyPrice: bigint, effectiveFrom?: Date): Act =>
  ({ ctx }) =>
    addRate(ctx, { packageId, monthlyPrice, effectiveFrom, coverWaiting: false, confirmRise: true });
const switchTo =
  (enabled: boolean, resumeFrom = 'now'): Act =>
  ({ ctx, clock }) =>
    billingOn(ctx, clock.now(), enabled ? { server_hourly_billing_resume_from: resumeFrom } : {}, enabled);
const created = new Date('2026-01-01T00:00:00Z');
const create =
  (id: number, ownerId: number, bornNow = true): Act =>
  ({ world, clock }) =>
    world.addServer({ id, ownerId, packageId: 1, created: bornNow ? clock.now() : created });

/** What happens, and how many hours after the start. An absence begins at 1. */
const happenings: readonly (readonly [hours: number, act: Act])[] = [
  [1.2, price(1, 9_130_000n)],
  [1.3, ({ world }) => world.moveOwner(2, { ownerId: chidi.id })],
  [1.7, ({ world }) => world.suspend(3)],
  [2.6, ({ world }) => world.unsuspend(3)],
  [5.2, create(5, dora.id)],
  [8.3, ({ world }) => world.resize(1, { packageId: 2 })],
  [12.25, switchTo(false)],
  [15.75, switchTo(true)],
  [20.4, ({ world }) => world.removeNow(4)],
  [290.5, price(2, 31_000_000n)],
  [300.1, ({ world }) => world.moveOwner(3, { ownerId: bram.id })],
  [400.3, switchTo(false)],
  [403.2, switchTo(true, 'lastBilled')],
  [500.1, ({ world }) => world.removeNow(2)],
];

async function aWorld(more: Record<string, string> = {}): Promise<WatchedPanel> {
  const panel = await watchedPanel();
  Object.assign(panel.ctx, { actor: actorOf('otto') });
  panel.clock.set(hour(-2));
  await billingOn(panel.ctx, hour(-2), { server_hourly_billing_stopped_percent: '100', ...more });
  await look(panel, hour(-2));
  await price(1, 7_300_000n)(panel);
  await price(2, 14_600_000n)(panel);
  for (const [id, owner] of [ada, bram, ada, dora].entries()) create(id + 1, owner.id, false)(panel);
  await look(panel, hour(0));
  return panel;
}

async function look(panel: WatchedPanel, at: Date): Promise<void> {
  panel.clock.set(at);
  expect(await panel.observe()).toMatchObject({ complete: true, failure: null });
}

/** Lets the time from one hour to another pass: what happens in it, and, unless `blind`, a look every ten minutes. */
async function pass(panel: WatchedPanel, from: number, until: number, blind = false): Promise<void> {
  let lookedAt = hour(from).getTime();
  /** A look that finds everything as it was is one row. */
  const quietLooks = async (before: number) => {
    if (before - TICK_MS > lookedAt)
      await sweepsThrough(panel.ctx, {
        from: new Date(lookedAt + TICK_MS),
        until: new Date(before - TICK_MS),
      });
  };
  for (const [at, act] of happenings) {
    if (at < from || at >= until) continue;
    panel.clock.set(hour(at));
    await act(panel);
    if (blind) continue;
    const tick = Math.ceil(hour(at).getTime() / TICK_MS) * TICK_MS;
    await quietLooks(tick);
    await look(panel, new Date(tick));
    lookedAt = tick;
  }
  if (blind) return;
  await quietLooks(hour(until).getTime() + TICK_MS);
}

/**
 * Bills as a run does that comes now, even while billing is switched off, when an admin asks for one: it must not pass
 * over hours that are caught up later. One that is held for its many hours is let go on by otto.
 */
async function bill(panel: WatchedPanel, at: number): Promise<void> {
  const id = await billAt(panel, hour(at));
  const { status } = await panel.one<{ status: string }>(
    sql`SELECT status FROM billing_runs WHERE id = ${id}`,
  );
  if (status === 'done') return;
  expect(status).toBe('held');
  await approveRun(panel.ctx, { id, reason: 'we were away' });
  expect(await billAt(panel, hour(at))).toBe(id);
}

/** All that was charged before an hour, what each customer paid in all, and where each meter stands. */
async function books({ ctx }: WatchedPanel, before: number) {
  const until = hour(before).toISOString();
  const { rows: charges } = await ctx.db.execute<{ amount: bigint; customer_id: number }>(sql`
    SELECT hour, server_id, customer_id, package_id, rate_id, terms_id, seconds, weighted, capped, in_gap,
      amount_micros AS amount FROM hourly_charges WHERE hour < ${until} ORDER BY hour, server_id`);
  const paid = new Map<number, bigint>();
  for (const row of charges) paid.set(row.customer_id, (paid.get(row.customer_id) ?? 0n) + row.amount);
  return { charges, paid };
}

async function walletsAndMeters({ ctx }: WatchedPanel) {
  const { rows: wallets } = await ctx.db.execute<{ customer_id: number; paid: bigint }>(sql`
    SELECT customer_id, -balance_micros AS paid FROM accounts WHERE customer_id IS NOT NULL ORDER BY 1`);
  // Where the meter of a deleted server stands says when it was found finished, and nothing about money.
  const { rows: meters } = await ctx.db.execute(sql`
    SELECT server_id, customer_id, CASE WHEN NOT finished THEN billed_until END AS billed_until, finished, month, rate_id,
      weighted, capped_weighted, other_counts, set_aside_reason FROM server_meters ORDER BY server_id`);
  return { wallets, meters };
}

describe('billing was away while servers were looked at', () => {
  const END = 746;
  let onTime: WatchedPanel;

  /** Every hour around what happens. In days of quiet every twelfth will do: `bill-run.db.test.ts` has a month of hours. */
  function nextOnTime(at: number): number {
    const isEventful = at < 28 || happenings.some(([when]) => Math.abs(when - at) < 14);
    return Math.min(END, at + (isEventful ? 1 : 12));
  }

  beforeAll(async () => {
    onTime = await aWorld();
    for (let at = 0, next = 1; at < END; at = next, next = nextOnTime(at)) {
      await pass(onTime, at, next);
      await bill(onTime, next);
    }
  }, 300_000);
  afterAll(() => onTime?.close());

  test.each`
    away         | hours
    ${'1 h'}     | ${1}
    ${'25 h'}    | ${25}
    ${'31 days'} | ${744}
  `(
    'for $away: the catch-up is the on-time run row for row, through prices, owners, switches, deletions and a month',
    async ({ hours }) => {
      const until = 2 + hours;
      const away = await aWorld();
      try {
        await pass(away, 0, 1);
        await bill(away, 1);
        await pass(away, 1, until);
        await bill(away, until);
        const caughtUp = await books(away, until);
        expect(caughtUp).toEqual(await books(onTime, until));
        expect(caughtUp.charges.length).toBeGreaterThan(3 * hours);
        const { wallets, meters } = await walletsAndMeters(away);
        expect(
          new Map(wallets.filter(({ paid }) => paid !== 0n).map((row) => [row.customer_id, row.paid])),
        ).toEqual(caughtUp.paid);
        if (until === END) expect({ wallets, meters }).toEqual(await walletsAndMeters(onTime));
        expect((await reconcileLedger(away.ctx)).differences).toEqual([]);
      } finally {
        await away.close();
      }
    },
    120_000,
  );
});

describe('nothing looked for 25 hours, and billing', () => {
  test.each(['bill', 'free'])(
    'was away as well, where unseen time is %s: one run bills what runs every hour would have',
    async (policy) => {
      const worlds = await Promise.all(
        [1, 2].map(() => aWorld({ server_hourly_billing_gap_policy: policy })),
      );
      const [everyHour, away] = worlds as [WatchedPanel, WatchedPanel];
      try {
        for (const panel of worlds) {
          await pass(panel, 0, 1);
          await bill(panel, 1);
        }
        for (let at = 1; at < 26; at++) {
          await pass(everyHour, at, at + 1, true);
          await bill(everyHour, at + 1);
        }
        await pass(away, 1, 26, true);
        for (const panel of worlds) {
          await look(panel, hour(26));
          await pass(panel, 26, 28);
          await bill(panel, 28);
        }
        expect(await books(away, 28)).toEqual(await books(everyHour, 28));
        expect(await walletsAndMeters(away)).toEqual(await walletsAndMeters(everyHour));
        const seen = await away.one<{ unseen: number; hours: number }>(sql`
          SELECT sum(seconds)::int AS unseen, count(*)::int AS hours FROM hourly_charges WHERE server_id = 3
          AND hour >= ${hour(2).toISOString()} AND hour < ${hour(12).toISOString()}`);
        // Suspended and let go unseen, ada's second server looked the same at both ends.
        expect(seen).toEqual({ unseen: policy === 'bill' ? 36_000 : 0, hours: 10 });
      } finally {
        for (const panel of worlds) await panel.close();
      }
    },
    120_000,
  );
});
