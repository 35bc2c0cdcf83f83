import { z } from 'zod';
import type { InputOf, OutputOf } from '#shared/api/endpoint.ts';
import type { api } from '#shared/api/index.ts';
import { judgeCustomer, wantsSuspended } from '#shared/dunning/judge-customer.ts';
import type { Context } from '../../context.ts';
import { cutPage, decodeCursor, encodeCursor, whole } from '../paging/cursor.ts';
import { findCandidates } from './find-candidates.ts';
import { dateOf } from './get-customer-dunning.ts';
import { type Ladder, loadLadder } from './load-ladder.ts';
import { arithmeticOf, readPolicy } from './policy-keys.ts';
import { assertPolicyFits } from './save-dunning-policy.ts';

type Page = OutputOf<typeof api.dunning.dryRun>;
type Hit = Page['rows'][number];

const AT_A_TIME = 500;
/** Customers looked at for one page: a page may come out shorter than asked for, and says where to go on. */
const MOST_LOOKED_AT = 2_500;

/**
 * Whom a policy would suspend within some hours from now, by customer; writes nothing, locks nothing. A policy that is
 * off is taken as if it were switched on now. @throws InvalidInputError for a policy that does not fit
 */
export async function previewDunning(
  ctx: Context,
  { policy, withinHours, cursor, limit }: InputOf<typeof api.dunning.dryRun>,
): Promise<Page> {
  assertPolicyFits(policy);
  const saved = await readPolicy(ctx);
  const enabledSince = saved.policy.enabled ? saved.enabledSince : ctx.clock.now();
  const { heldUntil, policy: rules } = arithmeticOf({ policy: { ...policy, enabled: true }, enabledSince });
  const before = Math.floor(ctx.clock.now().getTime() / 1000) + withinHours * 3600;
  const hitOf = (ladder: Ladder): Hit[] => {
    if (ladder.facts.suspendedAt !== null) return [];
    const judged = judgeCustomer(rules, { ...ladder.facts, heldUntil });
    const suspendAt = wantsSuspended(judged) ? ladder.facts.now : judged.suspendAt;
    const at = dateOf(suspendAt);
    if (at === null || suspendAt === null || suspendAt > before) return [];
    const { customerId, customerName, facts } = ladder;
    const { stage, hold } = judged;
    return [
      {
        customerId,
        customerName,
        balance: facts.balance,
        servers: facts.servers,
        stage,
        hold,
        suspendAt: at,
      },
    ];
  };
  const hits: Hit[] = [];
  let after = decodeCursor(cursor, z.tuple([whole]))?.[0] ?? 0;
  // Who lasts for longer than the grace leaves out cannot be reached in time; an hour for the rounding of hours.
  const warnHours = Math.max(0, withinHours - (policy.graceRule === 'hours' ? policy.graceHours : 0)) + 1;
  for (let lookedAt = 0; hits.length <= limit; ) {
    const ids = await findCandidates(ctx, { warnHours, after, limit: AT_A_TIME });
    hits.push(...(await loadLadder(ctx, { customerIds: ids, wallets: null })).flatMap(hitOf));
    if (ids.length < AT_A_TIME) return { ...cutPage(hits, limit, (hit) => [hit.customerId]), total: null };
    after = ids.at(-1) ?? after;
    lookedAt += ids.length;
    if (lookedAt >= MOST_LOOKED_AT) break;
  }
  const page = cutPage(hits, limit, (hit) => [hit.customerId]);
  return page.nextCursor ? { ...page, total: null } : { ...goOnAfter(hits, after), total: null };
}

/** Not a full page, and not the end either. */
function goOnAfter(rows: Hit[], after: number): Pick<Page, 'rows' | 'nextCursor'> {
  return { rows, nextCursor: encodeCursor([after]) };
}
