import { sql } from 'drizzle-orm';
import { monthOf } from '#shared/billing/billing-month.ts';
import { statementFor } from '#shared/billing/statement.ts';
import type { Context } from '../../context.ts';
import type { MeterState } from '../billing/load-billing-facts.ts';
import { type BookedHour, loadBooks } from '../replays/load-books.ts';
import { correctedFactsFor } from '../replays/load-corrected-facts.ts';
import { type Difference, type LawFindings, MOST_DIFFERENCES } from './law-findings.ts';

/** Servers worked out at a time: bounds the memory. */
const SERVERS_AT_A_TIME = 500;

interface Billed {
  serverId: number;
  /** Epoch seconds of the first charge's hour, and of the hour the server is billed up to. */
  from: number;
  until: number;
}

/**
 * What every hour costs, its charge with its corrections, is the engine's answer on the stored evidence and what the
 * posted replays put right: none is missing, none is too many, none differs.
 */
export async function chargeDifferences(ctx: Context, since: Date | null): Promise<LawFindings> {
  const findings: LawFindings = { checked: 0, differences: await chargesBeforeSighted(ctx) };
  for (let after = 0; ; ) {
    const servers = await nextServers(ctx, after, since);
    if (servers.length === 0) return findings;
    after = servers.at(-1)?.serverId ?? after;
    for (const month of monthsOf(servers)) await compareMonth(ctx, servers, month, findings);
    if (findings.differences.length > MOST_DIFFERENCES) return findings;
  }
}

/** Charges of hours before their server was ever seen: the comparison below starts at its first sighting. */
async function chargesBeforeSighted(ctx: Context): Promise<Difference[]> {
  const { rows } = await ctx.db.execute<{ server_id: number; hour: number; amount: string }>(sql`
    WITH first AS (SELECT server_id, min(first_seen_at) AS seen FROM uptime_stretches GROUP BY server_id)
    SELECT c.server_id, extract(epoch FROM c.hour)::float8 AS hour, c.amount_micros AS amount
    FROM every_charge c LEFT JOIN first f USING (server_id)
    WHERE f.seen IS NULL OR c.hour < date_trunc('hour', f.seen, 'UTC') LIMIT ${MOST_DIFFERENCES + 1}`);
  return rows.map((row) => ({
    law: 'charge',
    subject: `server ${row.server_id}, hour ${isoHour(row.hour)}`,
    expected: 'no charge: it was not yet seen',
    found: `${row.amount} micros`,
  }));
}

async function nextServers(ctx: Context, after: number, since: Date | null): Promise<Billed[]> {
  const { rows } = await ctx.db.execute<{ server_id: number; at: number; until: number }>(sql`
    SELECT m.server_id, extract(epoch FROM greatest(date_trunc('hour', first.seen, 'UTC'),
        date_trunc('month', ${since?.toISOString() ?? 'epoch'}::timestamptz, 'UTC')))::float8 AS at,
      extract(epoch FROM m.billed_until)::float8 AS until
    FROM server_meters m JOIN LATERAL (
      SELECT min(first_seen_at) AS seen FROM uptime_stretches s WHERE s.server_id = m.server_id) first ON true
    WHERE m.server_id > ${after} ORDER BY m.server_id LIMIT ${SERVERS_AT_A_TIME}`);
  return rows.map((row) => ({ serverId: row.server_id, from: row.at, until: row.until }));
}

/** The billing months these servers were billed in, oldest first. */
function monthsOf(servers: readonly Billed[]): { from: number; until: number }[] {
  const until = Math.max(...servers.map((server) => server.until));
  const months: { from: number; until: number }[] = [];
  let month = monthOf(Math.min(...servers.map((server) => server.from)));
  while (month.from < until) {
    months.push(month);
    month = monthOf(month.until);
  }
  return months;
}

async function compareMonth(
  ctx: Context,
  servers: readonly Billed[],
  month: { from: number; until: number },
  findings: LawFindings,
): Promise<void> {
  const meters: MeterState[] = [];
  const ends = new Map<number, number>();
  for (const server of servers) {
    const from = Math.max(server.from, month.from);
    const until = Math.min(server.until, month.until);
    if (from >= until) continue;
    meters.push({ serverId: server.serverId, billedUntil: from, month: null });
    ends.set(server.serverId, until);
  }
  if (meters.length === 0) return;
  const booked = await loadBooks(
    ctx,
    meters.map((meter) => meter.serverId),
    month,
  );
  for (const facts of await correctedFactsFor(ctx, meters)) {
    const expected = statementFor(facts, ends.get(facts.serverId) ?? month.until).charges;
    const found = booked.get(facts.serverId) ?? new Map<number, BookedHour>();
    findings.checked += found.size;
    findings.differences.push(...compareServer(facts.serverId, expected, found));
  }
}

function compareServer(
  serverId: number,
  expected: readonly BookedHour[],
  found: ReadonlyMap<number, BookedHour>,
): Difference[] {
  const differences: Difference[] = [];
  const note = (hour: number, wanted: string, have: string) =>
    differences.push({
      law: 'charge',
      subject: `server ${serverId}, hour ${isoHour(hour)}`,
      expected: wanted,
      found: have,
    });
  const left = new Map([...found].map(([hour, booked]) => [hour, inWords(booked)]));
  for (const charge of expected) {
    const wanted = inWords(charge);
    const have = left.get(charge.hour);
    left.delete(charge.hour);
    if (have !== wanted) note(charge.hour, wanted, have ?? 'no charge');
  }
  for (const [hour, have] of left) note(hour, 'no charge', have);
  return differences;
}

function inWords(charge: BookedHour): string {
  return `customer ${charge.customerId}, rate ${charge.rateId}, terms ${charge.termsId}, ${charge.seconds} s, weighted ${charge.weighted}, capped ${charge.capped}, ${charge.amount} micros`;
}

function isoHour(hour: number): string {
  return new Date(hour * 1000).toISOString();
}
