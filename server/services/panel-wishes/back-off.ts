import type { PanelState } from '#shared/schema/index.ts';

/** Whoever has paid waits for no more than this once VirtFusion does it again; for the rest there is time. */
const longestMs: Record<PanelState, number> = { free: 30_000, suspended: 300_000, deleted: 300_000 };

/** How long to leave a wish alone after so many tries in vain: twice as long each time, up to a limit. */
export function backOffMs({ wanted, attempts }: { wanted: PanelState; attempts: number }): number {
  return Math.min(longestMs[wanted], 5_000 * 2 ** Math.min(attempts, 10));
}
