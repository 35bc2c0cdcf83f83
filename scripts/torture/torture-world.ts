import { sql } from 'drizzle-orm';
import { asSystem, type Context } from '../../server/context.ts';
import type { Database } from '../../server/db/client.ts';
import type { FaultRule } from '../../server/emulators/virtfusion/http/faults.ts';
import type { VirtFusionEmulator } from '../../server/emulators/virtfusion/start-virtfusion-emulator.ts';
import { createToken } from '../../server/services/admins/tokens/create-token.ts';
import type { BillingSettings } from '../../shared/api/settings.ts';
import type { BundledProgram } from '../bundle-program.ts';
import { Adjusters, openContext } from './adjusters.ts';
import { Admin } from './admin.ts';
import { buildInstance, type SourcePatch } from './build-instance.ts';
import { Buyers } from './buyers.ts';
import { Instances } from './instances.ts';
import type { Deadly } from './messages.ts';
import { addCredit, emulatedPayPal, type MoneyMode, type MoneyWorld, openMoney } from './money.ts';
import { INTERVAL_MINUTES } from './plan.ts';
import type { RestartablePostgres } from './restartable-postgres.ts';
import { startRestartablePostgres } from './restartable-postgres.ts';
import { type Random, seededRandom } from './seeded-random.ts';
import { startPanel } from './tortured-panel.ts';
import { createWorldTime, hurried, type WorldTime } from './world-time.ts';

export interface TortureOptions {
  seed: number;
  kills: number;
  servers: number;
  hours: number;
  instances: number;
  /** Power is priced: every look asks each server for it. Else existence is, and no server is asked. */
  power: boolean;
  /** Whether customers pay in, are warned, and are suspended when they owe; and in whose wallet their money is. */
  money?: MoneyMode;
  /** Names of the points at which processes die; all of them unless given. */
  points?: readonly string[];
  /** Mistakes to put into the product; none unless it is to be seen that the torture finds them. */
  patches?: readonly SourcePatch[];
  /** Statements that take safeguards out of the database. */
  disarm?: readonly string[];
  say: (line: string) => void;
  signal: AbortSignal;
}

/** Everything that stands while the torture goes on. */
export interface TortureWorld {
  options: TortureOptions;
  random: Random;
  start: Date;
  intervalMinutes: number;
  customers: number;
  time: WorldTime;
  postgres: RestartablePostgres;
  panel: VirtFusionEmulator;
  instances: Instances;
  admin: Admin;
  adjusters: Adjusters;
  /** Null where nothing but charges and adjustments is tortured. */
  money: MoneyWorld | null;
  buyers: Buyers | null;
  ctx: Context & { db: Database };
  /** Deadly points of hours gone by that nobody came to. */
  unreached: Deadly[];
  /** Panel faults that struck in ticks gone by. */
  struck: number;
  setFaults(rules: FaultRule[]): void;
  close(): Promise<void>;
}

const MONTH_END = new Date('2027-02-01T00:00:00Z');
const HOUR_MS = 3_600_000;
const SERVERS_A_CUSTOMER = 5;
const IDLE_IN_TRANSACTION_MS = 1500;

/** A third of the torture, and an hour of preparations, before a month ends: so the cap and the counts begin anew under way. */
function startOf({ hours }: TortureOptions): Date {
  return new Date(MONTH_END.getTime() - (1 + Math.ceil(hours / 3)) * HOUR_MS);
}

/** Starts the database, the panel and the processes; what was started is closed again if the rest cannot be. */
export async function openTortureWorld(options: TortureOptions): Promise<TortureWorld> {
  const closers: (() => Promise<unknown> | unknown)[] = [];
  const close = async () => {
    for (const step of closers.splice(0).reverse()) await step();
  };
  try {
    return await open(options, closers, close);
  } catch (error) {
    await close();
    throw error;
  }
}

async function open(
  options: TortureOptions,
  closers: (() => Promise<unknown> | unknown)[],
  close: () => Promise<void>,
): Promise<TortureWorld> {
  const random = seededRandom(options.seed);
  const start = startOf(options);
  const customers = Math.max(2, Math.floor(options.servers / SERVERS_A_CUSTOMER));
  const built = await buildInstance(options.patches ?? []);
  closers.push(() => built.remove());
  const postgres = await startRestartablePostgres();
  closers.push(() => postgres.close());
  const time = createWorldTime(`${postgres.directory}/time`, start);
  closers.push(() => time.close());
  const panel = await startPanel(() => time.now(), { servers: options.servers, customers });
  closers.push(() => panel.close());
  const { ctx, close: closeContext } = openContext({ url: postgres.url, clock: hurried(() => time.now()) });
  closers.push(closeContext);
  for (const statement of options.disarm ?? []) await ctx.db.execute(sql.raw(statement));
  if (options.money === 'virtfusion') addCredit(panel.world);
  const money = await openMoney({ mode: options.money ?? 'none', now: () => time.now() });
  closers.push(() => money?.close());
  const instances = startInstances({ options, built, postgres, panel, money });
  closers.push(() => instances.close());
  const { token } = await createToken(asSystem(ctx, 'torture'), {
    name: 'torture',
    role: 'owner',
    sensitive: true,
  });
  const admin = new Admin({ token, urls: () => instances.urls(), random: random.fork(1) });
  // Where debts have consequences, some had better have debts.
  const creditShare = money ? 0.4 : 0.8;
  const adjusters = new Adjusters({ ctx, admin, random: random.fork(2), customers, creditShare });
  const buyers = money && new Buyers({ admin, paypal: money.paypal, random: random.fork(4), customers });
  const world: TortureWorld = {
    ...{
      options,
      random,
      start,
      customers,
      time,
      postgres,
      panel,
      instances,
      admin,
      adjusters,
      money,
      buyers,
      ctx,
      close,
    },
    intervalMinutes: INTERVAL_MINUTES,
    unreached: [],
    struck: 0,
    setFaults: (rules) => {
      world.struck += panel.faults.list().reduce((sum, { fired }) => sum + fired, 0);
      panel.faults.set(rules);
    },
  };
  return world;
}

function startInstances({
  options,
  built,
  postgres,
  panel,
  money,
}: {
  options: TortureOptions;
  built: BundledProgram;
  postgres: RestartablePostgres;
  panel: VirtFusionEmulator;
  money: MoneyWorld | null;
}): Instances {
  const instances = new Instances({
    program: built.program,
    number: options.instances,
    logFile: `${postgres.directory}/instances.log`,
    settingsOf: (number) => ({
      number,
      timeFile: `${postgres.directory}/time`,
      idleInTransactionMs: IDLE_IN_TRANSACTION_MS,
      logLevel: 'warn',
      paypal: money && emulatedPayPal(money),
      env: {
        PORT: '0',
        HOST: '127.0.0.1',
        DATABASE_URL: postgres.url,
        DATA_DIR: postgres.directory,
        SECRET_KEY: 'torture-torture-torture-torture-torture',
        ADMIN_EMAIL: 'olive@host.example',
        ADMIN_PASSWORD: 'torture-torture',
        VIRTFUSION_API_URL: panel.url,
        VIRTFUSION_API_TOKEN: panel.token,
        ...(money ? { PRIVATE_WEBHOOKS: 'allow' } : {}),
      },
    }),
  });
  instances.start();
  return instances;
}

/** What the installation is set to, but for the switch. Brakes are for admins, of whom there is none here. */
export function tortureSettings({ options, intervalMinutes }: TortureWorld): Partial<BillingSettings> {
  const percent = options.power ? { stopped: 0, suspended: 25 } : { stopped: 100, suspended: 100 };
  return {
    runningPercent: 100,
    stoppedPercent: percent.stopped,
    suspendedPercent: percent.suspended,
    capRule: 'custom',
    capHours: capHours(options.hours),
    observationIntervalMinutes: intervalMinutes,
    requestsPerMinute: 100_000,
    requestConcurrency: 8,
    ...{ brakeTotalPercent: 0, brakeFleetPercent: 0, brakeCatchUpHours: 0, brakeFreePercent: 0 },
  };
}

/** Reached by most servers before the end, so that the cap is tortured too, and late enough that most hours cost something. */
export function capHours(hours: number): number {
  return Math.max(3, Math.min(744, Math.floor(hours * 0.45)));
}
