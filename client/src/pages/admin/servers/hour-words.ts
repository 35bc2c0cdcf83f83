import type { ServerHour } from '../../../api/servers.ts';
import type { Tone } from '../../../components/ui/badge.tsx';

type Status = ServerHour['status'];

/** What became of an hour, in words. */
export const hourWords: Record<Status, { label: string; legend: string; tone: Tone }> = {
  charged: { label: 'Charged', legend: 'Up and charged', tone: 'good' },
  exempt: { label: 'Exempt', legend: 'Exempt: not billed', tone: 'info' },
  unbilled: { label: 'Nothing to bill', legend: 'Nothing to bill', tone: 'neutral' },
  waiting: { label: 'Not billed yet', legend: 'Not billed yet', tone: 'warn' },
  ahead: { label: 'Ahead', legend: 'Ahead', tone: 'neutral' },
};

/** Stripes as well as colour tell hours apart that are not charged. */
export const hourLooks: Record<'charged' | 'exempt' | 'waiting', string> = {
  charged: 'bg-good',
  exempt: 'bg-[repeating-linear-gradient(135deg,var(--info)_0_2px,transparent_2px_4px)]',
  waiting: 'bg-[repeating-linear-gradient(90deg,var(--warn)_0_2px,transparent_2px_4px)]',
};
