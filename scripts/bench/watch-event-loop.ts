/** The longest time in which the event loop came to nothing else. Milliseconds. */
export interface LongestBlock {
  /** As a bystander sees it: what the machine gave to other processes meanwhile is in it. */
  wallMs: number;
  /** At most what the process really computed meanwhile: the same on a machine of its own. */
  busyMs: number;
}

const EVERY_MS = 5;

/** Watches from now until the returned function is called. */
export function watchEventLoop(): () => LongestBlock {
  const longest: LongestBlock = { wallMs: 0, busyMs: 0 };
  let [at, cpu] = [performance.now(), process.cpuUsage()];
  const look = () => {
    const spent = process.cpuUsage(cpu);
    const wallMs = performance.now() - at - EVERY_MS;
    longest.wallMs = Math.max(longest.wallMs, wallMs);
    longest.busyMs = Math.max(longest.busyMs, Math.min(wallMs, (spent.user + spent.system) / 1000));
    [at, cpu] = [performance.now(), process.cpuUsage()];
  };
  const timer = setInterval(look, EVERY_MS);
  return () => {
    clearInterval(timer);
    look();
    return longest;
  };
}
