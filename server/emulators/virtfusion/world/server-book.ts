import type { Hidden, ServerRow } from './entities.ts';

/** Every server there is or was: by id, by owner, and as the ascending ids that lists are cut from. */
export class ServerBook {
  readonly #rows = new Map<number, ServerRow>();
  readonly #removed = new Map<number, ServerRow>();
  readonly #byOwner = new Map<number, Set<number>>();
  readonly #listed: number[] = [];
  #nextId = 1;

  /** Ids a list shows, ascending. */
  get listed(): readonly number[] {
    return this.#listed;
  }

  get size(): number {
    return this.#rows.size;
  }

  /** The id the next server gets unless it brings its own. */
  get nextId(): number {
    return this.#nextId;
  }

  add(row: ServerRow): void {
    if (this.#rows.has(row.id) || this.#removed.has(row.id))
      throw new Error(`server ${row.id} exists already`);
    this.#rows.set(row.id, row);
    this.#nextId = Math.max(this.#nextId, row.id + 1);
    this.#list(row.id);
    this.#ownedBy(row.ownerId).add(row.id);
  }

  find(id: number): ServerRow | undefined {
    return this.#rows.get(id);
  }

  /** @throws Error when there is no such server. */
  get(id: number): ServerRow {
    const row = this.#rows.get(id);
    if (!row) throw new Error(`server ${id} does not exist`);
    return row;
  }

  /** The row of a server that is there or was. */
  recall(id: number): ServerRow | undefined {
    return this.#rows.get(id) ?? this.#removed.get(id);
  }

  /** Ids of all servers that are or were, ascending. */
  everSeen(): number[] {
    return [...this.#rows.keys(), ...this.#removed.keys()].sort((a, b) => a - b);
  }

  idsOfOwner(ownerId: number): number[] {
    return [...(this.#byOwner.get(ownerId) ?? [])].sort((a, b) => a - b);
  }

  moveOwner(row: ServerRow, ownerId: number): void {
    this.#ownedBy(row.ownerId).delete(row.id);
    row.ownerId = ownerId;
    this.#ownedBy(ownerId).add(row.id);
  }

  hide(row: ServerRow, hidden: Hidden): void {
    row.hidden = hidden;
    if (hidden === 'no') this.#list(row.id);
    else this.#unlist(row.id);
  }

  remove(row: ServerRow): void {
    this.#rows.delete(row.id);
    this.#removed.set(row.id, row);
    this.#ownedBy(row.ownerId).delete(row.id);
    this.#unlist(row.id);
  }

  #ownedBy(ownerId: number): Set<number> {
    const known = this.#byOwner.get(ownerId);
    if (known) return known;
    const owned = new Set<number>();
    this.#byOwner.set(ownerId, owned);
    return owned;
  }

  #list(id: number): void {
    const last = this.#listed.at(-1);
    if (last === undefined || id > last) this.#listed.push(id);
    else if (this.#listed[this.#place(id)] !== id) this.#listed.splice(this.#place(id), 0, id);
  }

  #unlist(id: number): void {
    const place = this.#place(id);
    if (this.#listed[place] === id) this.#listed.splice(place, 1);
  }

  /** Index of the first listed id that is not below `id`. */
  #place(id: number): number {
    let [low, high] = [0, this.#listed.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#listed[middle] ?? 0) < id) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
