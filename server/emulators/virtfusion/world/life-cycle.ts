import type { Instant, Resources, ServerRow } from './entities.ts';
import { record } from './history.ts';

/** Each step says whether anything changed: booting what runs is no event. */
export function bootServer(row: ServerRow, at: Instant): boolean {
  if (row.running || row.suspended || row.commissioned !== 3) return false;
  record(row, at, { kind: 'booted' });
  row.running = true;
  row.bootedAt = at;
  return true;
}

export function stopServer(row: ServerRow, at: Instant): boolean {
  if (!row.running) return false;
  record(row, at, { kind: 'stopped' });
  row.running = false;
  row.bootedAt = null;
  return true;
}

/** Sets the flag only; the power goes off in a step of its own, as on the panel. */
export function suspendServer(row: ServerRow, at: Instant): boolean {
  if (row.suspended) return false;
  record(row, at, { kind: 'suspended' });
  row.suspended = true;
  row.updated = at;
  return true;
}

export function unsuspendServer(row: ServerRow, at: Instant): boolean {
  if (!row.suspended) return false;
  record(row, at, { kind: 'unsuspended' });
  row.suspended = false;
  row.updated = at;
  return true;
}

/** `created` stays, `built` moves: that is how the panel does it. */
export function finishBuild(row: ServerRow, at: Instant): void {
  record(row, at, { kind: 'built' });
  row.commissioned = 3;
  row.built = at;
  row.updated = at;
  bootServer(row, at);
}

export function resizeServer(
  row: ServerRow,
  at: Instant,
  change: { resources: Resources; packageId: number | null },
): void {
  record(row, at, { kind: 'resized', ...change });
  row.resources = change.resources;
  row.packageId = change.packageId;
  row.updated = at;
}
