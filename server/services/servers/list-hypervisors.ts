import { sql } from 'drizzle-orm';
import type { InputOf, OutputOf } from '#shared/api/endpoint.ts';
import type { api } from '#shared/api/index.ts';
import type { Context } from '../../context.ts';

type Hypervisors = OutputOf<typeof api.servers.hypervisors>;

/** A panel has tens of them; a list has an end. */
const MOST = 1_000;

/** The hypervisors that servers are on, or were on when they went. */
export async function listHypervisors(
  ctx: Context,
  _input: InputOf<typeof api.servers.hypervisors> = {},
): Promise<Hypervisors> {
  const { rows } = await ctx.db.execute<Hypervisors['hypervisors'][number]>(sql`
    SELECT hypervisor_id AS id, max(hypervisor_name) AS name, count(*)::int AS servers
    FROM servers GROUP BY hypervisor_id ORDER BY max(hypervisor_name), hypervisor_id LIMIT ${MOST}`);
  return { hypervisors: rows };
}
