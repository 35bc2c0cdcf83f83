import type { Instant, ServerRow } from './entities.ts';

export interface QueueItem {
  readonly id: number;
  readonly action: string;
  readonly serverId: number;
  readonly hypervisorId: number;
  readonly queued: Instant;
  readonly finishes: Instant;
  readonly failed: boolean;
}

/** Items kept; older ones answer 404, as any panel's do after a while. */
const RETAINED = 100_000;

/** The panel's job queue. An item's progress follows from the clock alone. */
export class QueueBook {
  readonly #items = new Map<number, QueueItem>();
  #nextId = 158;

  add(
    row: ServerRow,
    item: { action: string; queued: Instant; finishes: Instant; failed?: boolean },
  ): QueueItem {
    const id = this.#nextId++;
    const added = {
      ...item,
      id,
      serverId: row.id,
      hypervisorId: row.hypervisorId,
      failed: item.failed ?? false,
    };
    this.#items.set(id, added);
    this.#items.delete(id - RETAINED);
    return added;
  }

  find(id: number): QueueItem | undefined {
    return this.#items.get(id);
  }
}
