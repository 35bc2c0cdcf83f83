import { type ComponentType, type LazyExoticComponent, lazy } from 'react';

type Load<Name extends string, Props> = () => Promise<Record<Name, ComponentType<Props>>>;

/** A part of the app that is read when it is first shown, so that nobody waits for what they do not open. */
export function lazyPart<Name extends string, Props>(
  load: Load<Name, Props>,
  name: Name,
): LazyExoticComponent<ComponentType<Props>> {
  return lazy(async () => ({ default: (await load())[name] }));
}

/**
 * A part that every page has but no page needs at once: it is read when the browser has nothing better to do.
 * Put it in a `Suspense` whose fallback takes its room. One that cannot be read is tried again, and never takes
 * down the page around it.
 */
export function idlePart<Name extends string, Props>(
  load: Load<Name, Props>,
  name: Name,
): LazyExoticComponent<ComponentType<Props>> {
  return lazyPart(async () => {
    await idle();
    return untilRead(load);
  }, name);
}

const IDLE_WITHIN_MS = 2_000;
const IDLE_GUESS_MS = 200;
const LONGEST_WAIT_MS = 60_000;

function idle(): Promise<void> {
  return new Promise((resolve) => {
    // Safari has no such thing.
    if (!window.requestIdleCallback) setTimeout(resolve, IDLE_GUESS_MS);
    else window.requestIdleCallback(() => resolve(), { timeout: IDLE_WITHIN_MS });
  });
}

async function untilRead<Module>(load: () => Promise<Module>): Promise<Module> {
  for (let wait = 1_000; ; wait = Math.min(wait * 2, LONGEST_WAIT_MS)) {
    try {
      return await load();
    } catch {
      await new Promise((resolve) => setTimeout(resolve, wait));
    }
  }
}
