import { useSyncExternalStore } from 'react';

export type Theme = 'system' | 'light' | 'dark';

/** Read by public/theme.js too, before the first paint. */
const KEY = 'theme';
const listeners = new Set<() => void>();

/** The theme chosen here, and the way to choose another. `system` follows the system, also when it changes. */
export function useTheme(): { theme: Theme; setTheme: (theme: Theme) => void } {
  return { theme: useSyncExternalStore(subscribe, readTheme), setTheme };
}

function readTheme(): Theme {
  try {
    const stored = localStorage.getItem(KEY);
    return stored === 'light' || stored === 'dark' ? stored : 'system';
  } catch {
    // Storage may be blocked; then every visit starts with the system's choice.
    return 'system';
  }
}

function setTheme(theme: Theme): void {
  try {
    if (theme === 'system') localStorage.removeItem(KEY);
    else localStorage.setItem(KEY, theme);
  } catch {
    // As above: the page still changes, it is only not remembered.
  }
  show(theme);
  for (const listener of listeners) listener();
}

function show(theme: Theme): void {
  const dark = theme === 'dark' || (theme === 'system' && systemIsDark().matches);
  document.documentElement.classList.toggle('dark', dark);
}

function systemIsDark(): MediaQueryList {
  return matchMedia('(prefers-color-scheme: dark)');
}

function subscribe(listener: () => void) {
  const follow = () => {
    show(readTheme());
    listener();
  };
  const system = systemIsDark();
  listeners.add(listener);
  system.addEventListener('change', follow);
  // Another tab changed it.
  window.addEventListener('storage', follow);
  return () => {
    listeners.delete(listener);
    system.removeEventListener('change', follow);
    window.removeEventListener('storage', follow);
  };
}
