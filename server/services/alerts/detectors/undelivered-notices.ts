import type { Finding } from '../raise-alert.ts';

/** Deliveries of the last day that did not arrive, or may not have. */
export interface Undelivered {
  failed: number;
  unclear: number;
  notSetUp: number;
}

/** Messages that nobody got: told here, since by the same ways it might not arrive either. */
export function undeliveredNotices({ failed, unclear, notSetUp }: Undelivered): Finding[] {
  const parts = [
    [failed, 'given up'],
    [unclear, 'unclear'],
    [notSetUp, 'without a mail server or an address'],
  ] as const;
  const told = parts.filter(([count]) => count > 0).map(([count, words]) => `${count} ${words}`);
  if (told.length === 0) return [];
  return [
    {
      kind: 'notices_undelivered',
      subject: 'notices:undelivered',
      message: `Messages of the last day that did not arrive: ${told.join(', ')}. The delivery log says why; send them again from there.`,
      facts: { failed, unclear, notSetUp },
    },
  ];
}
