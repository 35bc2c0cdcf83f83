import { type SQL, sql } from 'drizzle-orm';
import type { OutputOf } from '#shared/api/endpoint.ts';
import type { api } from '#shared/api/index.ts';
import type { Context } from '../../context.ts';
import { joinRateInForce } from '../rates/present-rates.ts';
import { isExemptAt } from './load-exemptions.ts';

export type ServerRow = OutputOf<typeof api.servers.list>['rows'][number];
export type ServerDetail = OutputOf<typeof api.servers.get>;

interface FoundServer extends Record<string, unknown> {
  id: number;
  name: string;
  uuid: string;
  customer_id: number;
  customer_name: string | null;
  state: ServerRow['state'];
  package_id: number | null;
  package_name: string | null;
  monthly_price: bigint | null;
  billed_until: Date | null;
  set_aside_reason: NonNullable<ServerRow['setAside']>['reason'] | null;
  set_aside_since: Date | null;
  exempt: boolean;
  hypervisor_id: number;
  hypervisor_name: string | null;
  power_unknown_since: Date | null;
  created_at: Date;
  gone_at: Date | null;
}

/** Servers with their owner, package, price now and meter; `where` and `order` speak of `s` and its meter `m`. */
export async function findServers(
  ctx: Context,
  { where, order, limit }: { where: SQL; order: SQL; limit: number },
): Promise<ServerRow[]> {
  const { rows } = await ctx.db.execute<FoundServer>(sql`
    SELECT s.id, s.name, s.uuid, s.customer_id, c.name AS customer_name, s.state, s.package_id, p.name AS package_name,
      r.monthly_price_micros AS monthly_price, s.billed_until, s.set_aside_reason, s.set_aside_since,
      ${isExemptAt(ctx.clock.now())} AS exempt, s.hypervisor_id, s.hypervisor_name, s.power_unknown_since, s.panel_created_at AS created_at, s.gone_at
    FROM (SELECT s.*, m.billed_until, m.set_aside_reason, m.set_aside_since
      FROM servers s LEFT JOIN server_meters m ON m.server_id = s.id
      WHERE ${where} ORDER BY ${order} LIMIT ${limit}) s
    LEFT JOIN customers c ON c.id = s.customer_id LEFT JOIN packages p ON p.id = s.package_id
    ${joinRateInForce(ctx.clock.now())}
    ORDER BY ${order}`);
  return rows.map(serverOf);
}

function serverOf(row: FoundServer): ServerRow {
  const { set_aside_reason: reason, set_aside_since: since } = row;
  return {
    id: row.id,
    name: row.name,
    uuid: row.uuid,
    customerId: row.customer_id,
    customerName: row.customer_name,
    state: row.state,
    packageId: row.package_id,
    packageName: row.package_name,
    monthlyPrice: row.monthly_price,
    billedUntil: row.billed_until,
    setAside: reason && since ? { reason, since } : null,
    exempt: row.exempt,
    hypervisorId: row.hypervisor_id,
    hypervisorName: row.hypervisor_name,
    powerUnknownSince: row.power_unknown_since,
    createdAt: row.created_at,
    goneAt: row.gone_at,
  };
}
