import { useSyncExternalStore } from 'react';

const KEY = 'letter-keys';
const listeners = new Set<() => void>();

/**
 * Whether single letters are shortcuts. They can be switched off: who speaks to the computer, or has a tremor, presses
 * letters without meaning to (WCAG 2.1.4).
 */
export function useLetterKeys(): { enabled: boolean; setEnabled: (enabled: boolean) => void } {
  return { enabled: useSyncExternalStore(subscribe, letterKeysEnabled), setEnabled };
}

export function letterKeysEnabled(): boolean {
  try {
    return localStorage.getItem(KEY) !== 'off';
  } catch {
    // Storage may be blocked; then they are on, as for everybody who never chose.
    return true;
  }
}

function setEnabled(enabled: boolean): void {
  try {
    if (enabled) localStorage.removeItem(KEY);
    else localStorage.setItem(KEY, 'off');
  } catch {
    // As above: there is nowhere to remember it.
  }
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void) {
  listeners.add(listener);
  window.addEventListener('storage', listener);
  return () => {
    listeners.delete(listener);
    window.removeEventListener('storage', listener);
  };
}
