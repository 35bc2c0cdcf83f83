import { sql } from 'drizzle-orm';
import type { InputOf } from '#shared/api/endpoint.ts';
import type { api } from '#shared/api/index.ts';
import { monthOf } from '#shared/billing/billing-month.ts';
import type { Context } from '../../context.ts';
import { NotFoundError } from '../../errors.ts';
import { findRates } from '../rates/rate-rows.ts';
import { earliestWaitingHour } from '../rates/waiting-servers.ts';
import { secondOf } from '../uptime/seen-server.ts';
import { stretchesOf } from '../uptime/stretches-in-period.ts';
import { chargesIn, hoursBack } from './charged-hours.ts';
import { findExemptions } from './find-exemptions.ts';
import { joinCorrections } from './join-corrections.ts';
import { matchPackage, type Resources } from './match-package.ts';
import { priceHistory } from './price-history.ts';
import { findServers, type ServerDetail } from './server-rows.ts';

const SHOWN_MS = 48 * 3_600_000;
const MOST_HOURS_OF_A_MONTH = 744;

/** One server: what was seen of it in the last 48 hours, what it has or could have, what it cost this month. @throws NotFoundError */
export async function getServer(
  ctx: Context,
  { id }: InputOf<typeof api.servers.get>,
): Promise<ServerDetail> {
  const [server] = await findServers(ctx, { where: sql`s.id = ${id}::bigint`, order: sql`s.id`, limit: 1 });
  if (!server) throw new NotFoundError('server', { id });
  const details = await findDetails(ctx, id);
  const packages = await packageHistory(ctx, id);
  return {
    ...server,
    ...details,
    stretches: await recentStretches(ctx, id),
    packageHistory: packages,
    priceHistory: priceHistory({ packages, rates: await ratesOf(ctx, id) }),
    exemptions: await findExemptions(ctx, id),
    waitingSince: await earliestWaitingHour(ctx, { serverId: id }),
    packageChoices: await packageChoices(ctx, details.resources),
    ...(await chargedThisMonth(ctx, id, server.billedUntil)),
  };
}

async function findDetails(
  ctx: Context,
  id: number,
): Promise<Pick<ServerDetail, 'resources' | 'selfService'>> {
  const { rows } = await ctx.db.execute<Record<string, number | null>>(sql`
    SELECT memory_mb, storage_gb, traffic_gb, cpu_cores, self_service FROM servers WHERE id = ${id}`);
  const [row] = rows;
  if (!row) throw new NotFoundError('server', { id });
  const { memory_mb: memoryMb, storage_gb: storageGb, traffic_gb: trafficGb, cpu_cores: cpuCores } = row;
  // They are read together: one that is missing means that none was read yet.
  const isRead = memoryMb != null && storageGb != null && trafficGb != null && cpuCores != null;
  return {
    resources: isRead ? { memoryMb, storageGb, trafficGb, cpuCores } : null,
    selfService: row.self_service ?? null,
  };
}

async function recentStretches(ctx: Context, id: number): Promise<ServerDetail['stretches']> {
  const from = new Date(ctx.clock.now().getTime() - SHOWN_MS);
  const stretches = (await stretchesOf(ctx, [{ serverId: id, from: secondOf(from) }])).get(id) ?? [];
  return stretches
    .map((stretch) => ({
      ...stretch,
      from: new Date(Math.max(stretch.from * 1000, from.getTime())),
      until: new Date(stretch.until * 1000),
    }))
    .filter((stretch) => stretch.until >= from);
}

/** Newest first. */
async function packageHistory(ctx: Context, id: number): Promise<ServerDetail['packageHistory']> {
  const { rows } = await ctx.db.execute<Record<string, unknown>>(sql`
    SELECT a.effective_from, a.package_id, p.name, a.source FROM server_packages a
    LEFT JOIN packages p ON p.id = a.package_id WHERE a.server_id = ${id} ORDER BY a.effective_from DESC LIMIT 100`);
  return rows.map((row) => ({
    from: row.effective_from as Date,
    packageId: row.package_id as number | null,
    packageName: row.name as string | null,
    source: row.source as 'match' | 'admin',
  }));
}

/** Its own prices and those of the packages it has or had. */
function ratesOf(ctx: Context, id: number) {
  return findRates(
    ctx,
    sql`(r.server_id = ${id} OR r.package_id IN (SELECT package_id FROM server_packages WHERE server_id = ${id}))`,
  );
}

/** The packages VirtFusion still lists, disabled ones too: their servers live on. */
async function packageChoices(
  ctx: Context,
  resources: Resources | null,
): Promise<ServerDetail['packageChoices']> {
  const { rows } = await ctx.db.execute<Record<string, number> & { name: string; price: bigint | null }>(sql`
    SELECT p.id, p.name, p.memory_mb, p.storage_gb, p.traffic_gb, p.cpu_cores, r.price
    FROM packages p LEFT JOIN LATERAL (
      SELECT monthly_price_micros AS price FROM rates
      WHERE package_id = p.id AND effective_from <= ${ctx.clock.now().toISOString()}::timestamptz
      ORDER BY effective_from DESC, id DESC LIMIT 1) r ON true
    WHERE p.gone_at IS NULL ORDER BY p.name, p.id`);
  return rows.map((row) => {
    const id = row.id as number;
    const size = {
      memoryMb: row.memory_mb as number,
      storageGb: row.storage_gb as number,
      trafficGb: row.traffic_gb as number,
      cpuCores: row.cpu_cores as number,
    };
    const fits = resources !== null && matchPackage(resources, [{ id, ...size }]).packageId !== null;
    return { id, name: row.name, resources: size, fits, monthlyPrice: row.price };
  });
}

/** What the hours of this UTC month have come to so far, with what was put right about them since. */
async function chargedThisMonth(
  ctx: Context,
  id: number,
  billedUntil: Date | null,
): Promise<Pick<ServerDetail, 'chargedThisMonth' | 'secondsThisMonth'>> {
  const month = monthOf(Math.floor(ctx.clock.now().getTime() / 1000));
  const hours = hoursBack({
    from: new Date(month.from * 1000),
    until: billedUntil ?? new Date(0),
    most: MOST_HOURS_OF_A_MONTH,
  });
  if (hours.length === 0) return { chargedThisMonth: 0n, secondsThisMonth: 0 };
  const { rows } = await ctx.db.execute<{ amount: bigint; seconds: number }>(sql`
    SELECT coalesce(sum(h.amount_micros + coalesce(k.amount, 0)), 0)::bigint AS amount,
      coalesce(sum(h.seconds + coalesce(k.seconds, 0)), 0)::int AS seconds
    FROM (SELECT * FROM every_charge WHERE ${chargesIn(hours, id)}) h ${joinCorrections}`);
  return { chargedThisMonth: rows[0]?.amount ?? 0n, secondsThisMonth: rows[0]?.seconds ?? 0 };
}
