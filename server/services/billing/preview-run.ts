import { sql } from 'drizzle-orm';
import type { InputOf } from '#shared/api/endpoint.ts';
import type { api } from '#shared/api/index.ts';
import type { PreviewedRun } from '#shared/api/preview.ts';
import { type BrakeReason, reasonsIn } from '#shared/billing/brakes.ts';
import type { Context } from '../../context.ts';
import { withSnapshot } from '../../db/transaction.ts';
import { wasEverOn } from '../settings/refuse-steep-rise.ts';
import { findOpenRunId } from './find-open-run.ts';
import { weighRun } from './hold-run.ts';
import { previewedCustomers } from './preview-customers.ts';
import { type PreviewMoment, previewMoment } from './preview-moment.ts';
import { addDecided, noTotals, type PreviewTotals } from './preview-totals.ts';
import { previewedServers } from './previewed-servers.ts';
import { hoursText } from './run-rows.ts';

/**
 * What a run would do: the code of the run on the evidence of now, in one read-only snapshot, with nothing written. For
 * a run still to come every server is taken to stay as it was last seen. @throws InvalidInputError
 */
export async function previewRun(
  ctx: Context,
  { at }: InputOf<typeof api.preview.run>,
): Promise<PreviewedRun> {
  const moment = await previewMoment(ctx, at);
  return withSnapshot(ctx, async (tx) => {
    const totals = noTotals();
    for await (const decided of previewedServers(tx, { moment })) addDecided(totals, decided, moment.until);
    return {
      at: instantOf(moment.at),
      until: instantOf(moment.until),
      assumesStates: moment.at > moment.now,
      assumesSwitchedOn: moment.supposedOn !== null,
      openRunId: await findOpenRunId(tx),
      firstHour: totals.firstHour === null ? null : instantOf(totals.firstHour),
      serversDue: totals.serversDue,
      serversBilled: totals.serversBilled,
      charges: totals.charges,
      freeCharges: totals.freeCharges,
      billedHours: hoursText(BigInt(totals.seconds)),
      amount: totals.amount,
      ...(await previewedCustomers(tx, totals.customers)),
      setAside: await setAsideIn(tx, totals),
      brakes: await brakesFor(tx, moment),
    };
  });
}

function instantOf(seconds: number): Date {
  return new Date(seconds * 1000);
}

async function setAsideIn(
  tx: Context,
  { reasons, setAsides }: PreviewTotals,
): Promise<PreviewedRun['setAside']> {
  const { rows } = await tx.db.execute<Record<string, unknown>>(sql`
    SELECT s.id, s.name, s.customer_id, c.name AS customer_name FROM servers s LEFT JOIN customers c ON c.id = s.customer_id
    WHERE s.id = ANY(${sql.param(setAsides.map((row) => row.serverId))}::int[])`);
  const named = new Map(rows.map((row) => [row.id as number, row]));
  return {
    total: [...reasons.values()].reduce((sum, servers) => sum + servers, 0),
    reasons: [...reasons].map(([reason, servers]) => ({ reason: reason as SetAsideReason, servers })),
    rows: setAsides.map(({ serverId, reason, since, detail }) => {
      const server = named.get(serverId);
      return {
        serverId,
        serverName: (server?.name as string | undefined) ?? String(serverId),
        customerId: (server?.customer_id as number | undefined) ?? 0,
        customerName: (server?.customer_name as string | null | undefined) ?? null,
        reason: reason as SetAsideReason,
        detail,
        since: instantOf(since),
        waits: true,
      };
    }),
  };
}

type SetAsideReason = PreviewedRun['setAside']['rows'][number]['reason'];

/** As the run would ask them. Before billing was ever on there is no past that could be caught up. */
async function brakesFor(tx: Context, { until }: PreviewMoment): Promise<BrakeReason[]> {
  if (!(await wasEverOn(tx))) return [];
  const { rows } = await tx.db.execute<{ id: number | null }>(
    sql`SELECT max(id) AS id FROM sweeps WHERE complete`,
  );
  const figures = await weighRun(tx, {
    until: instantOf(until),
    sweepId: rows[0]?.id ?? null,
    serversSeen: 0,
    notSeen: null,
    panelSkewMs: null,
  });
  return reasonsIn(figures);
}
