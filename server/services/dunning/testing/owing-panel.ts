import { sql } from 'drizzle-orm';
import { type DunningPolicyForm, defaultDunningPolicy } from '#shared/api/dunning-policy.ts';
import type { Context } from '../../../context.ts';
import { aRate, billingOn } from '../../../testing/factories.ts';
import { actorOf, people } from '../../../testing/people.ts';
import { openRun } from '../../billing/open-run.ts';
import { ServerUptimeService } from '../../infrastructure/server-uptime-service.ts';
import { carryOutWishes } from '../../panel-wishes/carry-out-wishes.ts';
import { type WatchedPanel, watchedPanel } from '../../uptime/testing/watched-panel.ts';
import { adjustWallet } from '../../wallets/adjust-wallet.ts';
import { getDunningPolicy } from '../get-dunning-policy.ts';
import { judgeDunning } from '../judge-dunning.ts';
import { saveDunningPolicy } from '../save-dunning-policy.ts';

/** Chidi's servers: one runs and costs a cent an hour, one is off, one was suspended by the abuse team before us. */
export const [WEB, SPARE, ABUSED] = [31, 32, 33] as const;

const HOUR_MS = 3_600_000;

/** Chidi, who owes nothing yet and has nothing, at an emulated panel that is watched and billed. */
export interface OwingPanel extends WatchedPanel {
  olive: Context;
  policy(change?: Partial<DunningPolicyForm>): Promise<void>;
  /** Credits Chidi's wallet. */
  pay(amount: bigint): Promise<void>;
  /** A minute after each whole hour: looks, bills, judges, and does what follows from it, as a process does. */
  passHours(hours: number): Promise<void>;
  judgeAndAct(): Promise<void>;
  /** 'grace', 'held window'; undefined for who is clear. */
  stage(): Promise<string | undefined>;
  balance(): Promise<bigint>;
  acts(serverId: number): Promise<string[]>;
  /** What is true at the panel, with all that has fallen due. */
  truth(serverId: number): { suspended: boolean; running: boolean };
}

export async function owingPanel(): Promise<OwingPanel> {
  const panel = await watchedPanel();
  const { ctx, clock, world } = panel;
  panel.at('12:00');
  await furnish(panel);
  const olive = { ...ctx, actor: actorOf('olive') };
  const judgeAndAct = async () => {
    await judgeDunning(ctx);
    await carryOutWishes(ctx);
  };
  const { chidi } = people;
  return {
    ...panel,
    olive,
    judgeAndAct,
    async policy(change = {}) {
      const { version } = await getDunningPolicy(ctx);
      await saveDunningPolicy(olive, {
        policy: { ...defaultDunningPolicy, enabled: true, ...change },
        version,
      });
    },
    async pay(amount) {
      const idempotencyKey = `top-up-${clock.now().getTime()}`;
      const movement = { direction: 'credit', amount, reason: 'a top-up', idempotencyKey } as const;
      await adjustWallet(olive, { id: chidi.id, ...movement });
    },
    async passHours(hours) {
      for (let hour = 0; hour < hours; hour += 1) {
        clock.set(new Date(Math.floor(clock.now().getTime() / HOUR_MS + 1) * HOUR_MS + 60_000));
        const { runId } = await openRun(ctx, { trigger: 'schedule', requestedBy: null });
        await new ServerUptimeService(ctx).processHourlyBilling(runId);
        await judgeAndAct();
      }
    },
    async stage() {
      const { rows } = await ctx.db.execute<{ stage: string }>(sql`
        SELECT concat_ws(' ', stage, hold) AS stage FROM customer_dunning WHERE customer_id = ${chidi.id}`);
      return rows[0]?.stage;
    },
    async balance() {
      const query = sql`SELECT balance_micros AS balance FROM accounts WHERE customer_id = ${chidi.id}`;
      return (await panel.one<{ balance: bigint }>(query)).balance;
    },
    async acts(serverId) {
      const { rows } = await ctx.db.execute<{ act: string }>(sql`
        SELECT act FROM panel_acts WHERE server_id = ${serverId} ORDER BY id`);
      return rows.map((row) => row.act);
    },
    truth(serverId) {
      world.settle();
      const { suspended, running } = world.servers.get(serverId);
      return { suspended, running };
    },
  };
}

async function furnish({ ctx, clock, world, observe }: WatchedPanel): Promise<void> {
  const created = new Date('2026-10-01T00:00:00Z');
  for (const [id, state] of [
    [WEB, { running: true }],
    [SPARE, { running: false }],
    [ABUSED, { running: false, suspended: true }],
  ] as const) {
    world.addServer({ id, ownerId: people.chidi.id, packageId: 1, name: `server-${id}`, created, ...state });
  }
  await aRate(ctx, { price: '7.30' });
  await observe();
  // A fleet of three is no fleet to compare with.
  const brakes = ['total_percent', 'fleet_percent', 'free_percent'];
  const off = brakes.map((brake) => [`server_hourly_billing_brake_${brake}`, '0'] as const);
  await billingOn(ctx, clock.now(), Object.fromEntries(off));
}
