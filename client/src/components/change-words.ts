import type { Replay } from '#shared/api/replays.ts';
import { formatMoney } from '#shared/billing/money.ts';

/** What a replay puts right, in a few words. */
export function changeText({ kind, monthlyPrice, packageName, packageId, policy }: Replay['change']): string {
  const pack = packageName ?? (packageId === null ? null : `package ${packageId}`);
  switch (kind) {
    case 'price':
      return `${pack ? `${pack} at` : 'At'} ${formatMoney(monthlyPrice ?? 0n)} a month`;
    case 'waive':
      return 'Nothing to pay';
    case 'package':
      return `It was ${pack ?? 'another package'}`;
    case 'gaps':
      return policy === 'free' ? 'Unseen time is free' : 'Unseen time is billed';
    default:
      return kind satisfies never;
  }
}

/** Whose hours a replay is about. */
export function scopeText({ kind, id, name }: Replay['scope']): string {
  if (kind === 'all') return 'All servers';
  const noun = { package: 'Package', customer: 'Customer', server: 'Server' }[kind];
  return name?.trim() ? `${noun} ${name}` : `${noun} ${id ?? ''}`;
}
