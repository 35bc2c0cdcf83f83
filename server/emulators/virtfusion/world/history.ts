import type { EventFact, HistoryEvent, Instant, ServerRow, StoredEvent } from './entities.ts';

/** Adds one true event to a server's life. */
export function record(row: ServerRow, at: Instant, fact: EventFact): void {
  row.events ??= birthEvents(row);
  row.events.push({ ...fact, at });
}

/** The whole life of a server, oldest first. */
export function historyOf(row: ServerRow): HistoryEvent[] {
  return (row.events ?? birthEvents(row)).map((event) => ({ ...event, at: new Date(event.at) }));
}

/** The instant of the newest event. */
export function lastEventAt(row: ServerRow): Instant {
  return row.events?.at(-1)?.at ?? Math.max(row.created, row.built ?? 0);
}

/** Only true before the first change: until then the row still shows how the server was born. */
function birthEvents(row: ServerRow): StoredEvent[] {
  const { ownerId, packageId, resources, selfService } = row;
  const events: StoredEvent[] = [
    { at: row.created, kind: 'created', ownerId, packageId, resources, selfService },
  ];
  const ready = row.built ?? row.created;
  if (row.built !== null) events.push({ at: row.built, kind: 'built' });
  if (row.running) events.push({ at: ready, kind: 'booted' });
  if (row.suspended) events.push({ at: ready, kind: 'suspended' });
  return events;
}
