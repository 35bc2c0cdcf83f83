import type { Replay } from '#shared/api/replays.ts';
import { Badge, type Tone } from '../../../components/ui/badge.tsx';

/** Where a replay stands, in words. */
export const replayWords: Record<Replay['status'], string> = {
  computing: 'Being worked out',
  proposed: 'Waits for you',
  posting: 'Being posted',
  posted: 'Posted',
  cancelled: 'Cancelled',
};

const tones: Record<Replay['status'], Tone> = {
  computing: 'info',
  proposed: 'warn',
  posting: 'info',
  posted: 'good',
  cancelled: 'neutral',
};

/** Where a replay stands. */
export function ReplayBadge({ status }: Pick<Replay, 'status'>) {
  return <Badge tone={tones[status]}>{replayWords[status]}</Badge>;
}
