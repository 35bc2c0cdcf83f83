import { reconcileLedger } from '../../server/services/reconcile/reconcile-ledger.ts';
import { carriedMicros, judgeMoney, type MoneyVerdict } from './judge-money.ts';
import { findBroken, type LawWatch } from './laws.ts';
import type { OracleFacts } from './oracle.ts';
import { capHours, type TortureWorld } from './torture-world.ts';
import { truthOf } from './tortured-panel.ts';
import { judge } from './verdict.ts';

/** What the torture itself did that decides what is owed. */
export interface Evidence {
  looks: number[];
  mute: Map<number, Set<number>>;
  switchedOn: { from: number; until: number }[];
  prices: { packageId: number; from: number; micros: bigint }[];
}

export interface TortureReport extends Partial<Omit<MoneyVerdict, 'broken'>> {
  seed: number;
  kills: number;
  pauses: number;
  dbRestarts: number;
  cuts: number;
  faults: number;
  serverHours: number;
  charges: number;
  doubled: number;
  lost: number;
  centsOff: number;
  orphanTransactions: number;
  seconds: number;
  killsByPoint: Record<string, number>;
  lawLooks: number;
  adjustments: number;
  /** Everything that is not as promised, in sentences; none when all is exact. */
  broken: string[];
}

/** What the torture counts beside its processes. */
export interface Tally {
  dbRestarts: number;
  cuts: number;
  triggers: number;
  saves: number;
  skews: number;
}

/** Asks the oracle, the laws and the books what came of it. */
export async function reportOf(
  world: TortureWorld,
  {
    evidence,
    tally,
    watch,
    until,
    seconds,
  }: { evidence: Evidence; tally: Tally; watch: LawWatch; until: Date; seconds: number },
): Promise<TortureReport> {
  const { options, postgres, instances, adjusters, buyers, panel, ctx } = world;
  world.setFaults([]);
  const movements = [...adjusters.book, ...(buyers?.paid ?? [])];
  const carried = carriedMicros(panel.world);
  const verdict = await judge(postgres.url, factsOf(world, evidence, until), { movements, carried });
  const money = world.money && (await judgeMoney(postgres.url, world.money, panel.world));
  const { differences } = await reconcileLedger(ctx);
  const { kills, pauses, killsByPoint, crashes } = instances.counts;
  const broken = [...watch.broken, ...(await findBroken(postgres.url)), ...verdict.examples];
  broken.push(...(money?.broken ?? []));
  for (const { law, subject, expected, found } of differences.slice(0, 5))
    broken.push(`reconcile, ${law} of ${subject}: ${expected}, found ${found}`);
  if (crashes > 0) broken.push(`${crashes} processes ended by themselves`);
  return {
    ...{ seed: options.seed, kills, pauses, dbRestarts: tally.dbRestarts, cuts: tally.cuts },
    faults: world.struck + tally.triggers + tally.saves + tally.skews,
    ...{ serverHours: verdict.serverHours, charges: verdict.charges },
    ...{ doubled: verdict.doubled, lost: verdict.lost },
    // Any micro is too many: it counts as a whole cent.
    centsOff: Math.ceil(Number(verdict.microsOff) / 10_000) + verdict.wrong,
    orphanTransactions: verdict.orphanTransactions,
    ...{ seconds, killsByPoint, lawLooks: watch.looks, adjustments: adjusters.book.length },
    ...(money && figuresOf(money)),
    broken,
  };
}

function figuresOf({ broken: _, ...figures }: MoneyVerdict): Omit<MoneyVerdict, 'broken'> {
  return figures;
}

function factsOf({ options, panel }: TortureWorld, evidence: Evidence, until: Date): OracleFacts {
  const percent = options.power
    ? { running: 100, stopped: 0, suspended: 25 }
    : { running: 100, stopped: 100, suspended: 100 };
  return {
    servers: truthOf(panel.world),
    ...evidence,
    percent,
    hoursPerMonth: 730,
    capHours: capHours(options.hours),
    until: until.getTime() / 1000,
  };
}
