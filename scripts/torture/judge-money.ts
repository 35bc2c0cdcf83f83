import type { HistoryEvent } from '../../server/emulators/virtfusion/world/entities.ts';
import type { World } from '../../server/emulators/virtfusion/world/world.ts';
import { type MoneyWorld, TOKEN_DECIMALS } from './money.ts';
import { INTERVAL_MINUTES } from './plan.ts';
import { queryOnce } from './restartable-postgres.ts';

/** What money did besides paying for servers, and everything about it that is not as promised, in sentences. */
export interface MoneyVerdict {
  payments: number;
  mails: number;
  webhooks: number;
  suspensions: number;
  creditPostings: number;
  broken: string[];
}

/** Micros that a posted unit of tokens is worth: a hundredth of a token, which is a cent. */
const UNIT_MICROS = 100n;
const EXAMPLES = 3;

/** Asks those outside what reached them, and holds it against what is written down. */
export async function judgeMoney(url: string, money: MoneyWorld, world: World): Promise<MoneyVerdict> {
  const { paypal, mails, receiver } = money;
  const acts = actsOfOurs(world);
  const postings = world.credits.entries.filter(({ reference_1 }) => reference_1 !== null);
  const broken = [
    ...twice(
      'mail',
      mails.mails.map(({ raw }) => messageIdOf(raw)),
    ),
    ...changed(receiver.received.map(({ headers, body }) => ({ id: headers['webhook-id'] ?? '', body }))),
    ...twice(
      'credit posting',
      postings.map(({ reference_1 }) => reference_1 ?? ''),
    ),
    ...(await mailsThatNeverCame(url, new Set(mails.mails.map(({ raw }) => messageIdOf(raw))))),
    ...(await levelsSaidTooOften(url)),
    ...(await payersHeld(url, world)),
    ...acts.broken,
    ...(await stillOpen(url)),
  ];
  return {
    payments: paypal.shop.captures.size,
    mails: mails.mails.length,
    webhooks: receiver.received.length,
    suspensions: acts.suspensions,
    creditPostings: postings.length,
    broken,
  };
}

/** What was posted to VirtFusion's credit, in micros that the wallet here has been given for it, by customer. */
export function carriedMicros(world: World): Map<number, bigint> {
  const carried = new Map<number, bigint>();
  const panelUnit = 10n ** BigInt(world.behaviour.tokenDecimals - TOKEN_DECIMALS);
  for (const { userId, units, reference_1 } of world.credits.entries) {
    if (reference_1 === null) continue;
    carried.set(userId, (carried.get(userId) ?? 0n) - (units / panelUnit) * UNIT_MICROS);
  }
  return carried;
}

function messageIdOf(raw: string): string {
  return /^message-id:\s*(<[^>]+>)/im.exec(raw)?.[1] ?? raw;
}

function twice(what: string, ids: readonly string[]): string[] {
  const seen = new Set<string>();
  const repeated = ids.filter((id) => seen.size === seen.add(id).size);
  return repeated.slice(0, EXAMPLES).map((id) => `the same ${what} twice: ${id}`);
}

/** A webhook may come again, under its id and with its content. */
function changed(webhooks: readonly { id: string; body: string }[]): string[] {
  const first = new Map<string, string>();
  const others = webhooks.filter(({ id, body }) => {
    const known = first.get(id);
    first.set(id, known ?? body);
    return known !== undefined && known !== body;
  });
  return others.slice(0, EXAMPLES).map(({ id }) => `webhook ${id} came with two contents`);
}

async function mailsThatNeverCame(url: string, came: ReadonlySet<string>): Promise<string[]> {
  const sent = await queryOnce<{ id: string }>(
    url,
    `SELECT id::text FROM notice_deliveries WHERE state = 'sent' AND way IN ('customer_mail', 'admin_mail')`,
  );
  const missing = sent.filter(({ id }) => !came.has(`<delivery-${id}@host.example>`));
  return missing.slice(0, EXAMPLES).map(({ id }) => `delivery ${id} is called sent and never came`);
}

/** Each level is said once, and once more at most for every time that the wallet was filled. */
async function levelsSaidTooOften(url: string): Promise<string[]> {
  const found = await queryOnce<{ what: string }>(
    url,
    `SELECT format('customer %s was told of level %s %s times, with %s credits', said.customer_id, level, said.times, coalesce(filled.times, 0)) AS what
     FROM (SELECT customer_id, facts ->> 'level' AS level, count(*) AS times FROM notices WHERE event = 'wallet.low' GROUP BY 1, 2) said
     LEFT JOIN (SELECT a.customer_id, count(*) AS times FROM transactions t JOIN accounts a ON a.id = t.wallet_account_id
       WHERE t.to_account_id = t.wallet_account_id GROUP BY 1) filled USING (customer_id)
     WHERE said.times > 1 + coalesce(filled.times, 0) LIMIT ${EXAMPLES}`,
  );
  return found.map(({ what }) => what);
}

/** Nobody who has paid is left with a server that we suspended. */
async function payersHeld(url: string, world: World): Promise<string[]> {
  const wishes = await queryOnce<{ server_id: number; customer_id: number }>(
    url,
    `SELECT w.server_id, s.customer_id FROM panel_wishes w JOIN servers s ON s.id = w.server_id
     JOIN accounts a ON a.customer_id = s.customer_id
     WHERE w.ours_since IS NOT NULL AND s.gone_at IS NULL AND a.balance_micros >= 0`,
  );
  return wishes
    .filter(({ server_id: id }) => isSuspendedByUs(world.historyOf(id)))
    .slice(0, EXAMPLES)
    .map(
      ({ server_id: id, customer_id: customer }) =>
        `server ${id} of customer ${customer}, who owes nothing, is still suspended`,
    );
}

/** The torture's own people act between two looks; what happens at the instant of a tick was done by the system. */
function isOurs({ at }: HistoryEvent): boolean {
  return at.getTime() % (INTERVAL_MINUTES * 60_000) === 0;
}

function isSuspendedByUs(history: readonly HistoryEvent[]): boolean {
  const last = history.filter(({ kind }) => kind === 'suspended' || kind === 'unsuspended').at(-1);
  return last?.kind === 'suspended' && isOurs(last);
}

/** Only what we suspended is unsuspended by us. */
function actsOfOurs(world: World): { suspensions: number; broken: string[] } {
  const found = { suspensions: 0, broken: [] as string[] };
  for (const id of world.servers.everSeen()) {
    let byUs = false;
    for (const event of world.historyOf(id)) {
      if (event.kind === 'suspended') {
        byUs = isOurs(event);
        if (byUs) found.suspensions += 1;
      }
      if (event.kind === 'unsuspended' && isOurs(event) && !byUs)
        found.broken.push(`server ${id} was suspended by somebody else, and unsuspended by us`);
    }
  }
  found.broken.splice(EXAMPLES);
  return found;
}

/** What is left for a person although nothing outside was unclear, and what never came to an end. */
async function stillOpen(url: string): Promise<string[]> {
  const found = await queryOnce<{ what: string }>(
    url,
    `(SELECT format('credit posting %s is %s: %s', id, state, coalesce(last_error, '')) AS what FROM credit_intents WHERE closed_at IS NULL LIMIT ${EXAMPLES})
     UNION ALL (SELECT format('top-up %s is %s: %s', id, status, coalesce(problem, '')) FROM top_ups WHERE status IN ('approved', 'unclear') LIMIT ${EXAMPLES})
     UNION ALL (SELECT format('message %s still waits', id) FROM notice_deliveries WHERE state = 'waiting' LIMIT ${EXAMPLES})
     UNION ALL (SELECT format('server %s is still to be %s: %s', server_id, wanted, coalesce(last_error, '')) FROM panel_wishes WHERE applied_version < version LIMIT ${EXAMPLES})`,
  );
  return found.map(({ what }) => what);
}
