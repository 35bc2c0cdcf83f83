import { HOUR, type Instant } from '#shared/billing/period.ts';
import { insertPowerSightings, insertSweeps, settleDown } from './insert-fleet.ts';
import type { Look } from './measured.ts';
import type { WorkerFigures } from './messages.ts';
import type { Stand } from './stand.ts';

/** Passes of the panel's list, a minute apart, after the hours that are billed. */
export async function lookSeveralTimes(stand: Stand, billedUntil: Instant): Promise<Look[]> {
  const looks: Look[] = [];
  // As with billing: the first look of a process connects, and is not measured.
  await lookOnce(stand, { at: billedUntil + 30, how: (now) => stand.workers.look(now) });
  for (let index = 0; index < stand.options.repeat; index++) {
    const at = billedUntil + 60 * (index + 1);
    const look = await lookOnce(stand, { at, how: (now) => stand.workers.look(now) });
    looks.push(look);
    const { look: seen, seconds } = look.worker;
    stand.options.say(
      `look ${index + 1}: ${look.calls} calls in ${seconds.toFixed(2)} s, ${seen?.changed} changed, ` +
        `CPU ${look.worker.cpuSeconds.toFixed(1)} s here, ${look.panelCpuSeconds.toFixed(1)} s there`,
    );
  }
  return looks;
}

/** Runs of the next hours, each with its look. */
export async function runSeveralTimes(stand: Stand, billedUntil: Instant): Promise<Look[]> {
  const runs: Look[] = [];
  for (let index = 0; index < stand.options.repeat; index++) {
    const run = await runHour(stand, billedUntil + index * HOUR);
    runs.push(run);
    stand.options.say(
      `run ${index + 1}: ${run.calls} calls, closed after ${run.worker.seconds.toFixed(2)} s`,
    );
  }
  return runs;
}

/** A run of the hour that begins at `from`, from its opening to its closing. */
export async function runHour(stand: Stand, from: Instant): Promise<Look> {
  if (!stand.options.power) await insertSweeps(stand.ctx, { from: from + 600, until: from + 3000 });
  const run = await lookOnce(stand, { at: from + HOUR + 5, how: (now) => stand.workers.run(now) });
  if (run.worker.runId !== null) stand.runIds.push(run.worker.runId);
  return run;
}

async function lookOnce(
  { ctx, panel, options }: Stand,
  { at, how }: { at: Instant; how: (now: Date) => Promise<WorkerFigures> },
): Promise<Look> {
  const now = new Date(at * 1000);
  if (options.power) await insertPowerSightings(ctx, at - 600);
  await settleDown(ctx);
  await panel.setTime(now);
  const worker = await how(now);
  const { calls, cpuSeconds: panelCpuSeconds } = await panel.setTime(now);
  return { worker, calls, panelCpuSeconds };
}
