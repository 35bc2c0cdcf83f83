import { type Behaviour, defaultBehaviour } from './behaviour.ts';
import { CreditBook } from './credit-book.ts';
import { Directory } from './directory.ts';
import type { Commissioned, HistoryEvent, Instant, Resources, ServerRow } from './entities.ts';
import { historyOf, lastEventAt, record } from './history.ts';
import {
  bootServer,
  finishBuild,
  resizeServer,
  stopServer,
  suspendServer,
  unsuspendServer,
} from './life-cycle.ts';
import { QueueBook } from './queue-book.ts';
import { ServerBook } from './server-book.ts';
import { Timetable } from './timetable.ts';

/** When a verb happens: now unless given. The past writes history, the future is waited for. */
export interface When {
  at?: Date;
}

/** A server to add. Complete and running since `built` (default: `created`, default: now) unless told otherwise. */
export interface NewServer {
  ownerId: number;
  id?: number;
  packageId?: number | null;
  /** Default: the package's. */
  resources?: Resources;
  hypervisorId?: number;
  name?: string;
  hostname?: string;
  created?: Date;
  built?: Date;
  commissioned?: Commissioned;
  running?: boolean;
  suspended?: boolean;
  protected?: boolean;
  selfService?: number;
  ignoresShutdown?: boolean;
}

/** A panel with its servers: what is true, and the verbs that change it. Time comes from the clock alone. */
export class World extends Directory {
  readonly behaviour: Behaviour;
  readonly servers = new ServerBook();
  readonly queue = new QueueBook();
  readonly credits: CreditBook;
  readonly #timetable = new Timetable();
  readonly #clock: () => Date;

  constructor(options: { now: () => Date; behaviour?: Partial<Behaviour> }) {
    super(() => options.now().getTime());
    this.#clock = options.now;
    this.behaviour = { ...defaultBehaviour, ...options.behaviour };
    this.credits = new CreditBook(() => this.behaviour.tokenDecimals);
  }

  now(): Instant {
    return this.#clock().getTime();
  }

  /** Lets everything happen that has fallen due. Every request and every verb begins with it. */
  settle(): void {
    this.#timetable.runDue(this.now());
  }

  /** Does something at a later instant. */
  later(at: Instant, apply: () => void): void {
    this.#timetable.add(at, apply);
  }

  /** Does something at a later instant, if the server is still there. */
  schedule(at: Instant, serverId: number, apply: (row: ServerRow, at: Instant) => void): void {
    this.later(at, () => {
      const row = this.servers.find(serverId);
      if (row) apply(row, at);
    });
  }

  addServer(given: NewServer): ServerRow {
    this.settle();
    const row = newRow(this, given);
    this.servers.add(row);
    return row;
  }

  /** Powers on. False, and no event, when it runs already, is suspended or was never built. */
  boot(id: number, when?: When): boolean {
    return this.#change(id, when, bootServer);
  }

  stop(id: number, when?: When): boolean {
    return this.#change(id, when, stopServer);
  }

  /** Off at `at`, on again `downMs` later (default at once). */
  reboot(id: number, when: When & { downMs?: number } = {}): boolean {
    const at = when.at ?? this.#clock();
    const stopped = this.stop(id, { at });
    this.boot(id, { at: new Date(at.getTime() + (when.downMs ?? 0)) });
    return stopped;
  }

  /** Sets the flag and powers off in the same instant. */
  suspend(id: number, when?: When): boolean {
    return this.#change(id, when, (row, at) => {
      const changed = suspendServer(row, at);
      return stopServer(row, at) || changed;
    });
  }

  /** Clears the flag; the power stays off unless the world's behaviour says otherwise. */
  unsuspend(id: number, when?: When): boolean {
    return this.#change(id, when, (row, at) => {
      const changed = unsuspendServer(row, at);
      if (changed && this.behaviour.unsuspendBoots) bootServer(row, at);
      return changed;
    });
  }

  /** Gives other resources, a package, or both; what is not given stays, or comes from the package. */
  resize(id: number, change: { resources?: Partial<Resources>; packageId?: number } & When): boolean {
    return this.#change(id, change, (row, at) => {
      const base =
        change.packageId === undefined ? row.resources : this.packages.get(change.packageId).resources;
      const packageId = change.packageId ?? row.packageId;
      resizeServer(row, at, { resources: Object.freeze({ ...base, ...change.resources }), packageId });
      return true;
    });
  }

  /** A reinstallation that takes no time: `built` moves, `created` does not; the server runs afterwards. */
  rebuild(id: number, when?: When): boolean {
    return this.#change(id, when, (row, at) => {
      stopServer(row, at);
      finishBuild(row, at);
      return true;
    });
  }

  moveOwner(id: number, change: { ownerId: number } & When): boolean {
    return this.#change(id, change, (row, at) => {
      if (row.ownerId === change.ownerId) return false;
      record(row, at, { kind: 'owner', ownerId: change.ownerId });
      this.servers.moveOwner(row, change.ownerId);
      row.updated = at;
      return true;
    });
  }

  /** Deletes after a delay; until then the server stays, with `deleteLevel` 1. */
  delete(id: number, options: { delayMinutes?: number } & When = {}): boolean {
    const minutes = options.delayMinutes ?? this.behaviour.defaultDeleteDelayMinutes;
    return this.#change(id, options, (row, at) => {
      row.deleteLevel = 1;
      this.schedule(at + minutes * 60_000, id, (doomed, due) => this.#removeRow(doomed, due));
      this.settle();
      return true;
    });
  }

  /** Deletes at once, without any delay. */
  removeNow(id: number, when?: When): boolean {
    return this.#change(id, when, (row, at) => this.#removeRow(row, at));
  }

  /** Hides a server that lives on: from lists, or also behind a 404 without `msg`. No event: nothing happened to it. */
  vanish(id: number, from: 'list' | 'everywhere' = 'list'): void {
    this.settle();
    this.servers.hide(this.servers.get(id), from);
  }

  /** Undoes `vanish`. */
  reappear(id: number): void {
    this.settle();
    this.servers.hide(this.servers.get(id), 'no');
  }

  /** The true life of a server, gone ones included, oldest event first. @throws Error when there never was one. */
  historyOf(id: number): HistoryEvent[] {
    this.settle();
    const row = this.servers.recall(id);
    if (!row) throw new Error(`server ${id} never existed`);
    return historyOf(row);
  }

  #removeRow(row: ServerRow, at: Instant): boolean {
    record(row, at, { kind: 'deleted' });
    row.running = false;
    this.servers.remove(row);
    return true;
  }

  #change(id: number, when: When | undefined, apply: (row: ServerRow, at: Instant) => boolean): boolean {
    this.settle();
    const at = when?.at?.getTime() ?? this.now();
    const row = this.servers.get(id);
    if (at > this.now()) {
      this.schedule(at, id, apply);
      return true;
    }
    if (at < lastEventAt(row)) {
      throw new RangeError(
        `server ${id}: history is written in order, and ${new Date(at).toISOString()} is past`,
      );
    }
    return apply(row, at);
  }
}

/** @throws Error for resources neither given nor known from a package, or a server that is suspended and runs. */
function newRow(world: World, given: NewServer): ServerRow {
  const packageId = given.packageId ?? null;
  const resources =
    given.resources ?? (packageId === null ? undefined : world.packages.get(packageId).resources);
  if (!resources) throw new Error('a server needs resources, or a package that has them');
  const commissioned = given.commissioned ?? 3;
  const suspended = given.suspended ?? false;
  const running = given.running ?? (commissioned === 3 && !suspended);
  if (running && suspended) throw new Error('a suspended server does not run');
  const created = given.created?.getTime() ?? world.now();
  const built = given.built?.getTime() ?? (commissioned === 3 ? created : null);
  return {
    id: given.id ?? world.servers.nextId,
    created,
    ownerId: given.ownerId,
    packageId,
    hypervisorId: given.hypervisorId ?? world.hypervisors.all()[0]?.id ?? 1,
    resources,
    commissioned,
    selfService: given.selfService ?? 0,
    running,
    suspended,
    protected: given.protected ?? false,
    deleteLevel: 0,
    ignoresShutdown: given.ignoresShutdown ?? false,
    hidden: 'no',
    name: given.name ?? null,
    hostname: given.hostname ?? null,
    cpuThrottle: 0,
    updated: built ?? created,
    built,
    bootedAt: running ? (built ?? created) : null,
    busyUntil: commissioned === 1 ? Number.POSITIVE_INFINITY : 0,
    events: null,
  };
}
