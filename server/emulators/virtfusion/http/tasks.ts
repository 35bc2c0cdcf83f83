import { isBusy } from '../wire/server.ts';
import type { Instant, ServerRow } from '../world/entities.ts';
import type { QueueItem } from '../world/queue-book.ts';
import { steadyInteger } from '../world/random.ts';
import type { World } from '../world/world.ts';
import { locked, Refusal } from './reply.ts';

/** Puts work into the queue and locks the server until it is done; `apply` happens at that instant. */
export function enqueue(
  world: World,
  row: ServerRow,
  task: { action: string; apply?: (row: ServerRow, at: Instant) => void; failed?: boolean },
): QueueItem {
  const queued = world.now();
  const [shortest, longest] =
    task.action === 'build_server' ? world.behaviour.buildMs : world.behaviour.powerMs;
  const finishes = queued + steadyInteger(shortest, longest, row.id, queued % 1_000_000_007);
  if (task.apply) world.schedule(finishes, row.id, task.apply);
  row.busyUntil = finishes;
  return world.queue.add(row, { action: task.action, queued, finishes, failed: task.failed ?? false });
}

/** @throws Refusal 423 while other tasks of the server are pending, or its deletion is. */
export function refuseWhileLocked(world: World, row: ServerRow): void {
  if (isBusy(row, world.now()) || row.deleteLevel > 0) throw new Refusal(locked());
}
