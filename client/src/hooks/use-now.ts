import { useSyncExternalStore } from 'react';

const TICK_MS = 15_000;

let now = new Date();
let timer: ReturnType<typeof setInterval> | undefined;
const listeners = new Set<() => void>();

function tick() {
  now = new Date();
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void) {
  if (listeners.size === 0) {
    now = new Date();
    timer = setInterval(tick, TICK_MS);
  }
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) clearInterval(timer);
  };
}

/** The time, renewed every 15 seconds: the only clock of the client. All who ask see the same instant. */
export function useNow(): Date {
  return useSyncExternalStore(subscribe, () => now);
}
