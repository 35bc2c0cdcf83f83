import { closeSync, openSync, readSync, writeSync } from 'node:fs';
import { type Clock, systemClock } from '../../server/clock.ts';

/** One slot of eight bytes for the true time, and one for how far each instance's own clock is wrong. */
const SLOT_BYTES = 8;

/** Waits of the product pass ten times as fast as the wall's: a simulated hour takes seconds. */
const WAITS_PASS_AS_FAST = 10;

/** The time of the torture: it stands still until it is set, and every process reads it at once, even one just woken. */
export interface WorldTime {
  now(): Date;
  set(at: Date): void;
  /** Makes the clock of one instance wrong by so much; 0 sets it right. */
  skew(instance: number, ms: number): void;
  close(): void;
}

/** Makes the file that all processes share. */
export function createWorldTime(path: string, start: Date): WorldTime {
  const file = openSync(path, 'w+', 0o600);
  const write = (slot: number, ms: number) => {
    const bytes = Buffer.alloc(SLOT_BYTES);
    bytes.writeDoubleLE(ms);
    writeSync(file, bytes, 0, SLOT_BYTES, slot * SLOT_BYTES);
  };
  write(0, start.getTime());
  return {
    now: () => new Date(readSlot(file, 0)),
    set: (at) => write(0, at.getTime()),
    skew: (instance, ms) => write(1 + instance, ms),
    close: () => closeSync(file),
  };
}

/** The clock of one instance, and the true one, which the database has. */
export function readWorldTime(path: string, instance: number): { clock: Clock; truth: () => Date } {
  const file = openSync(path, 'r');
  const truth = () => new Date(readSlot(file, 0));
  return { truth, clock: hurried(() => new Date(readSlot(file, 0) + readSlot(file, 1 + instance))) };
}

/** A clock that says what `now` says, and whose waits pass as fast as the torture's. */
export function hurried(now: () => Date): Clock {
  return { now, sleep: (ms, signal) => systemClock.sleep(Math.ceil(ms / WAITS_PASS_AS_FAST), signal) };
}

/** 0 where nothing was ever written. */
function readSlot(file: number, slot: number): number {
  const bytes = Buffer.alloc(SLOT_BYTES);
  return readSync(file, bytes, 0, SLOT_BYTES, slot * SLOT_BYTES) === SLOT_BYTES ? bytes.readDoubleLE() : 0;
}
