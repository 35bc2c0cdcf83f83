import { setMaxListeners } from 'node:events';

/** One signal for several. Unlink when done: listeners left on a long-lived signal would pile up. */
export function linkSignals(sources: (AbortSignal | undefined)[]): {
  signal: AbortSignal;
  unlink: () => void;
} {
  const controller = new AbortController();
  // One listener for each call that hangs on it, and many calls may: that is no leak to warn of.
  setMaxListeners(0, controller.signal);
  const abort = () => controller.abort();
  for (const source of sources) {
    if (source?.aborted) abort();
    source?.addEventListener('abort', abort);
  }
  const unlink = () => {
    for (const source of sources) source?.removeEventListener('abort', abort);
  };
  return { signal: controller.signal, unlink };
}
