/**
 * Works through the items in order, `atOnce` at a time, for as long as `mayStart` says yes. The first error ends it
 * once the work under way has ended.
 */
export async function inParallel<T>(
  items: readonly T[],
  { atOnce, mayStart }: { atOnce: number; mayStart: () => boolean },
  work: (item: T) => Promise<void>,
): Promise<void> {
  let next = 0;
  let hasFailed = false;
  const lane = async () => {
    while (!hasFailed && next < items.length && mayStart()) {
      const item = items[next] as T;
      next += 1;
      await work(item).catch((error: unknown) => {
        hasFailed = true;
        throw error;
      });
    }
  };
  const lanes = await Promise.allSettled(Array.from({ length: Math.min(atOnce, items.length) }, lane));
  const failed = lanes.find((outcome) => outcome.status === 'rejected');
  if (failed) throw failed.reason;
}
