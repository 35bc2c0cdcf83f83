import { type ChildProcess, spawn } from 'node:child_process';
import { openSync, readFileSync } from 'node:fs';
import { systemClock } from '../../server/clock.ts';
import type { Deadly, FromInstance, InstanceSettings, ToInstance } from './messages.ts';

/** One process of the product; a new one takes its place when it dies, as under PM2. */
interface Seat {
  child: ChildProcess | null;
  url: string | null;
  frozen: boolean;
  /** Killed by `kill`, and not at a deadly point. */
  killed: boolean;
}

/**
 * They live for seconds: code is not made faster than it is read, and there is room for what loading leaves behind.
 * Together that is a third of what a start costs.
 */
const NODE_FLAGS = [
  '--no-opt',
  '--min-semi-space-size=32',
  '--max-semi-space-size=32',
  '--single-threaded-gc',
];

const nobody: Seat = { child: null, url: null, frozen: false, killed: false };

export interface InstanceCounts {
  kills: number;
  killsByPoint: Record<string, number>;
  pauses: number;
  /** Processes that ended by themselves after they had started: none should. */
  crashes: number;
}

/** Processes that have their code loaded and wait for a seat: loading it is most of a start, and of no interest here. */
const SPARES = 2;

/** The processes of the product under torture. */
export class Instances {
  readonly counts: InstanceCounts = { kills: 0, killsByPoint: {}, pauses: 0, crashes: 0 };
  readonly #seats: Seat[];
  readonly #program: string;
  readonly #settingsOf: (number: number) => InstanceSettings;
  readonly #log: number;
  readonly #spares: ChildProcess[] = [];
  #deadly: Deadly | null = null;
  #closing = false;

  constructor(options: {
    program: string;
    number: number;
    logFile: string;
    settingsOf: (number: number) => InstanceSettings;
  }) {
    this.#program = options.program;
    this.#settingsOf = options.settingsOf;
    this.#log = openSync(options.logFile, 'a', 0o600);
    this.#seats = Array.from({ length: options.number }, () => ({ ...nobody }));
  }

  start(): void {
    this.#keepSpares(SPARES + this.#seats.length);
    for (const number of this.#seats.keys()) this.#take(number);
  }

  /** Addresses of those that answer. */
  urls(): string[] {
    return this.#seats.flatMap(({ url, frozen }) => (url && !frozen ? [url] : []));
  }

  urlOf(number: number): string | null {
    const seat = this.#seats[number];
    return seat && !seat.frozen ? seat.url : null;
  }

  tell(message: ToInstance): void {
    for (const { child, url } of this.#seats) if (child?.connected && url) child.send(message, () => {});
  }

  /** The first process that comes to this point ends there, or stops; null takes it back. */
  setDeadly(at: Deadly | null): void {
    this.#deadly = at;
    this.tell({ kind: 'deadly', at });
  }

  kill(number: number): void {
    const seat = this.#seats[number];
    if (!seat?.child) return;
    seat.killed = true;
    seat.child.kill('SIGKILL');
  }

  /** SIGSTOP, and SIGCONT so much later. */
  async pause(number: number, ms: number): Promise<void> {
    const seat = this.#seats[number];
    if (!seat?.child?.pid || seat.frozen) return;
    seat.frozen = true;
    seat.child.kill('SIGSTOP');
    this.counts.pauses += 1;
    await systemClock.sleep(ms);
    this.#wake(number);
  }

  /** Whether somebody stopped at a deadly point. Linux says so; elsewhere nobody does. */
  someoneStopped(): boolean {
    return this.#seats.some(
      ({ child, frozen }) => !frozen && child?.pid !== undefined && isStopped(child.pid),
    );
  }

  /** Wakes those who stopped themselves at a deadly point; how many. */
  wakeAll(): number {
    let woken = 0;
    for (const [number, { child, frozen }] of this.#seats.entries()) {
      if (frozen || !child?.pid || !isStopped(child.pid)) continue;
      this.#wake(number);
      woken += 1;
    }
    this.counts.pauses += woken;
    return woken;
  }

  async close(): Promise<void> {
    this.#closing = true;
    const children = [...this.#spares, ...this.#seats.map(({ child }) => child)];
    const ended = children.map(
      (child) =>
        new Promise<void>((resolve) => {
          if (!child || child.exitCode !== null || child.signalCode !== null) return resolve();
          child.once('exit', () => resolve());
          child.kill('SIGKILL');
        }),
    );
    await Promise.all(ended);
  }

  #wake(number: number): void {
    const seat = this.#seats[number];
    if (!seat) return;
    seat.frozen = false;
    seat.child?.kill('SIGCONT');
  }

  #keepSpares(wanted: number): void {
    while (this.#spares.length < wanted) {
      this.#spares.push(
        spawn(process.execPath, [...NODE_FLAGS, this.#program], {
          stdio: ['ignore', this.#log, this.#log, 'ipc'],
        }),
      );
    }
  }

  #take(number: number): void {
    const seat = this.#seats[number];
    const child = this.#spares.shift();
    if (!seat || !child || this.#closing) return;
    this.#keepSpares(SPARES);
    child.send({ kind: 'start', settings: this.#settingsOf(number) } satisfies ToInstance, () => {});
    Object.assign(seat, { ...nobody, child });
    child.on('message', (message: FromInstance) => {
      if (message.kind !== 'ready') return;
      seat.url = message.url;
      if (this.#deadly) child.send({ kind: 'deadly', at: this.#deadly } satisfies ToInstance, () => {});
    });
    child.once('exit', (code, signal) => {
      const { url, killed } = seat;
      const started = url !== null;
      Object.assign(seat, nobody);
      if (this.#closing) return;
      if (signal === 'SIGKILL') this.#countKill(killed ? null : this.#deadly);
      else if (started) this.counts.crashes += 1;
      void systemClock.sleep(code === null ? 0 : 200).then(() => this.#take(number));
    });
  }

  #countKill(at: Deadly | null): void {
    const point = at?.point ?? 'at random';
    this.counts.kills += 1;
    this.counts.killsByPoint[point] = (this.counts.killsByPoint[point] ?? 0) + 1;
    if (at) this.setDeadly(null);
  }
}

function isStopped(pid: number): boolean {
  try {
    return /^\d+ \(.*\) T/.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}
