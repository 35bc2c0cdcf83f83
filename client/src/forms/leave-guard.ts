import { useEffect, useSyncExternalStore } from 'react';
import type { AroundNavHandler } from 'wouter';

/** Forms with unsaved changes, each under a key of its own. */
const guards = new Set<object>();
/** A way out that was taken while something was unsaved; it waits for an answer. */
let held: (() => void) | null = null;
const listeners = new Set<() => void>();
/** Where the page is while Back is being asked about; the browser has moved on by then. */
let here = place();

// Both listen from the start. Browsers tell a window's listeners in the order they came, capturing or not, and
// let React draw in between: the router, which comes later, must find the page back in its place.
window.addEventListener('popstate', holdBack);
window.addEventListener('beforeunload', askBrowser);

/** Asks before the page is left while `dirty`: in the app by a dialog, for the tab by the browser's own. */
export function useLeaveGuard(dirty: boolean): void {
  useEffect(() => {
    if (!dirty) return;
    const guard = {};
    guards.add(guard);
    here = place();
    return () => {
      guards.delete(guard);
    };
  }, [dirty]);
}

/** For the router: holds a way out of the page while something is unsaved. Within the page all ways are free. */
export const guardNavigation: AroundNavHandler = (navigate, to, options) => {
  const leaves = new URL(to, location.href).pathname !== location.pathname;
  if (leaves && guards.size > 0) hold(() => navigate(to, options));
  else {
    navigate(to, options);
    here = place();
  }
};

/** The question that waits for an answer, if there is one. */
export function useHeldNavigation(): { asked: boolean; leave: () => void; stay: () => void } {
  const asked = useSyncExternalStore(subscribe, () => held !== null);
  return { asked, leave, stay: () => hold(null) };
}

function leave(): void {
  const go = held;
  guards.clear();
  hold(null);
  go?.();
}

function hold(way: (() => void) | null): void {
  held = way;
  for (const listener of listeners) listener();
}

function askBrowser(event: BeforeUnloadEvent): void {
  if (guards.size > 0) event.preventDefault();
}

function holdBack(): void {
  if (guards.size === 0 || new URL(here.href).pathname === location.pathname) return;
  // Back has happened already: step onto this page again, on top of where Back led.
  history.pushState(here.state, '', here.href);
  hold(() => history.back());
}

function place(): { href: string; state: unknown } {
  return { href: location.href, state: history.state };
}

function subscribe(listener: () => void) {
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
  };
}
