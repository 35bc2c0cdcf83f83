import { inArray } from 'drizzle-orm';
import { z } from 'zod';
import { type DunningPolicyForm, defaultDunningPolicy, dunningPolicy } from '#shared/api/dunning-policy.ts';
import type { DunningPolicy } from '#shared/dunning/policy.ts';
import { blackoutEnd } from '#shared/schedule/blackout.ts';
import { settings } from '#shared/schema/index.ts';
import type { Context } from '../../context.ts';

/** Which key of the `settings` table keeps a field, as JSON or plain text. */
export const dunningKeys = {
  enabled: 'dunning_enabled',
  warnHours: 'dunning_warn_hours',
  graceRule: 'dunning_grace_rule',
  graceHours: 'dunning_grace_hours',
  creditLimit: 'dunning_credit_limit',
  retentionDays: 'dunning_retention_days',
  deletion: 'dunning_deletion',
  timezone: 'dunning_timezone',
  holdWindows: 'dunning_hold_windows',
  mostADay: 'dunning_most_a_day',
} as const satisfies Record<keyof DunningPolicyForm, string>;

export const VERSION_KEY = 'dunning_version';
/** Written by the save that switches the policy on. */
export const ENABLED_SINCE_KEY = 'dunning_enabled_since';

export interface SavedPolicy {
  policy: DunningPolicyForm;
  version: number;
  enabledSince: Date | null;
  updatedAt: Date | null;
}

const fields = Object.keys(dunningKeys) as (keyof DunningPolicyForm)[];
const asText = new Set<keyof DunningPolicyForm>(['graceRule', 'creditLimit', 'timezone']);

/** The policy as it is saved; what was never saved is as declared. @throws Error naming the keys that do not fit */
export async function readPolicy(ctx: Pick<Context, 'db'>): Promise<SavedPolicy> {
  const keys = [...Object.values(dunningKeys), VERSION_KEY, ENABLED_SINCE_KEY];
  const rows = await ctx.db.select().from(settings).where(inArray(settings.key, keys));
  const saved = new Map(rows.map(({ key, value }) => [key, value]));
  const sent: Record<string, unknown> = { ...z.encode(dunningPolicy, defaultDunningPolicy) };
  for (const field of fields) {
    const value = saved.get(dunningKeys[field]);
    if (value !== undefined) sent[field] = asText.has(field) ? value : jsonOf(value);
  }
  const read = dunningPolicy.safeParse(sent);
  if (!read.success) {
    const wrong = read.error.issues.map(
      (issue) => `${dunningKeys[issue.path[0] as never]}: ${issue.message}`,
    );
    throw new Error(
      `The saved dunning policy does not fit: ${wrong.join('; ')}. Save it anew in the settings.`,
    );
  }
  const since = saved.get(ENABLED_SINCE_KEY);
  return {
    policy: read.data,
    version: Number(saved.get(VERSION_KEY) ?? 1),
    enabledSince: read.data.enabled && since ? new Date(since) : null,
    updatedAt: rows.reduce<Date | null>(
      (last, row) => (last && last > row.updatedAt ? last : row.updatedAt),
      null,
    ),
  };
}

/** The keys and texts that say the same as this policy. */
export function textsOf(policy: DunningPolicyForm): Map<string, string> {
  const sent: Record<string, unknown> = z.encode(dunningPolicy, policy);
  return new Map(
    fields.map((field) => [
      dunningKeys[field],
      asText.has(field) ? String(sent[field]) : JSON.stringify(sent[field]),
    ]),
  );
}

/** The policy as the arithmetic takes it, with the windows in which nobody is suspended. */
export function arithmeticOf({ policy, enabledSince }: Pick<SavedPolicy, 'policy' | 'enabledSince'>): {
  policy: DunningPolicy;
  heldUntil: (at: number) => number | null;
} {
  const { timezone, holdWindows, mostADay: _most, ...rest } = policy;
  return {
    policy: { ...rest, enabledSince: enabledSince ? Math.ceil(enabledSince.getTime() / 1000) : null },
    heldUntil: (at) => {
      const end = blackoutEnd(holdWindows, timezone, new Date(at * 1000));
      return end ? end.getTime() / 1000 : null;
    },
  };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text; // the schema refuses it, with the name of its key
  }
}
