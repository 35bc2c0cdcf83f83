import { z } from 'zod';
import type { SentTo } from '#shared/api/endpoint.ts';
import { replayScopes, replays } from '#shared/api/replays.ts';
import { price } from '#shared/api/values.ts';

const HOUR_MS = 3_600_000;
const changes = ['price', 'waive', 'package', 'gaps'] as const;

/** What the form asks for, field by field; what a choice does not need may stay empty. */
export const newReplay = z
  .object({
    from: z.string().refine(isWholeHour, 'Choose a whole hour, such as 18:00'),
    until: z.string().refine(isWholeHour, 'Choose a whole hour, such as 18:00'),
    scope: z.enum(replayScopes),
    scopePackage: z.number().nullable(),
    scopeNumber: z.string(),
    change: z.enum(changes),
    monthlyPrice: z.string(),
    packageId: z.number().nullable(),
    policy: z.enum(['bill', 'free']),
    reason: replays.create.input.shape.reason,
  })
  .superRefine((values, { addIssue }) => {
    const say = (path: keyof NewReplay, message: string) =>
      addIssue({ code: 'custom', path: [path], message });
    if (values.from && values.until && values.from >= values.until) {
      say('until', 'Choose an hour after the first one');
    }
    if (values.scope === 'package' && values.scopePackage === null) say('scopePackage', 'Choose a package');
    if ((values.scope === 'customer' || values.scope === 'server') && !isNumber(values.scopeNumber)) {
      say('scopeNumber', `Write the number of the ${values.scope}`);
    }
    if (values.change === 'price' && !price.safeParse(values.monthlyPrice).success) {
      say('monthlyPrice', 'Write an amount such as 12.50, with at most six decimals');
    }
    if (values.change === 'package' && values.packageId === null) say('packageId', 'Choose a package');
    if (values.change === 'price' && values.scope === 'all' && values.packageId === null) {
      say('packageId', 'Choose the package whose price was wrong');
    }
    if (values.change === 'package' && values.scope !== 'server') {
      say('scope', 'Name one server: which package it had is a fact of that server');
    }
  });

export interface NewReplay {
  from: string;
  until: string;
  scope: (typeof replayScopes)[number];
  scopePackage: number | null;
  scopeNumber: string;
  change: (typeof changes)[number];
  monthlyPrice: string;
  packageId: number | null;
  policy: 'bill' | 'free';
  reason: string;
}

/** The blanks, with what a link to the page has filled in. */
export function blankReplay(search: URLSearchParams): NewReplay {
  const serverId = search.get('serverId') ?? '';
  return {
    from: search.get('from') ?? '',
    until: search.get('until') ?? '',
    scope: serverId ? 'server' : 'package',
    scopePackage: null,
    scopeNumber: serverId,
    change: 'price',
    monthlyPrice: '',
    packageId: null,
    policy: 'free',
    reason: '',
  };
}

/** The same as the endpoint takes it. */
export function inputOf(values: NewReplay, idempotencyKey: string): SentTo<typeof replays.create> {
  const { from, until, reason } = values;
  return { from, until, scope: scopeOf(values), change: changeOf(values), reason, idempotencyKey };
}

type Sent = SentTo<typeof replays.create>;

function scopeOf({ scope, scopePackage, scopeNumber }: NewReplay): Sent['scope'] {
  if (scope === 'all') return { kind: 'all' };
  if (scope === 'package') return { kind: 'package', id: scopePackage ?? 0 };
  return { kind: scope, id: Number(scopeNumber) };
}

function changeOf({ change, scope, monthlyPrice, packageId, policy }: NewReplay): Sent['change'] {
  switch (change) {
    case 'price':
      return { kind: 'price', packageId: scope === 'package' ? null : packageId, monthlyPrice };
    case 'waive':
      return { kind: 'waive' };
    case 'package':
      return { kind: 'package', packageId: packageId ?? 0 };
    case 'gaps':
      return { kind: 'gaps', policy };
    default:
      return change satisfies never;
  }
}

function isWholeHour(text: string): boolean {
  const time = new Date(text).getTime();
  return Number.isFinite(time) && time % HOUR_MS === 0;
}

function isNumber(text: string): boolean {
  return /^[1-9]\d{0,8}$/.test(text.trim());
}
