/** 'web-1, web-2 and 3 more': some of many, by their names; a server without one by its number. */
export function nameSome(some: readonly { id: number; name: string }[], total: number): string {
  const names = some.map(({ id, name }) => name.trim() || `server ${id}`).join(', ');
  const more = total - some.length;
  return more > 0 ? `${names} and ${more} more` : names;
}

/** '2026-11-23 19:00 UTC': in a sentence that is kept, so never in the zone of whoever reads it. */
export function instantText(at: Date): string {
  return `${at.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

/** '1 server', '3 servers'. */
export function counted(count: number, one: string): string {
  return `${count} ${one}${count === 1 ? '' : 's'}`;
}
