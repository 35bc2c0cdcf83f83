import type { Instant } from '../world/entities.ts';
import type { QueueItem } from '../world/queue-book.ts';
import { isoOffset } from './times.ts';

/** A queue item as it stands at `now`: waiting a moment, then running, then finished. */
export function queueItemBody(item: QueueItem, now: Instant): Record<string, unknown> {
  const starts = item.queued + Math.min(500, (item.finishes - item.queued) / 4);
  const started = now >= starts;
  const finished = now >= item.finishes;
  const share = finished ? 1 : Math.max(0, (now - starts) / (item.finishes - starts));
  const message = item.failed && finished ? 'The emulator was told to fail this' : null;
  return {
    id: item.id,
    jobId: String(item.id + 694),
    job: `App\\Jobs\\Server\\KVM\\${jobNames[item.action] ?? 'Power'}`,
    hypervisorId: item.hypervisorId,
    serverId: item.serverId,
    action: item.action,
    queue: 'default',
    started: started ? isoOffset(starts) : null,
    updated: isoOffset(finished ? item.finishes : Math.max(item.queued, Math.min(now, item.finishes))),
    finished: finished ? isoOffset(item.finishes) : null,
    failed: item.failed && finished,
    progress: Math.floor(share * 100),
    errors: { exception: { stringable: false, errors: [], type: null, trace: null, message } },
    primaryActions: [],
    subActions: [],
  };
}

const jobNames: Record<string, string> = {
  build_server: 'Build',
  reset_password: 'ResetPassword',
  vnc: 'Vnc',
};
