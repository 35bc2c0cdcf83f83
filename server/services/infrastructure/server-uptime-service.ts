import { hourOf } from '#shared/billing/period.ts';
import type { Stretch } from '#shared/billing/statement.ts';
import type { Context } from '../../context.ts';
import { AppError } from '../../errors.ts';
import { enqueueDetection } from '../../jobs/enqueue.ts';
import { raiseAlert } from '../alerts/raise-alert.ts';
import { resolveAlert } from '../alerts/resolve-alert.ts';
import { advanceRun } from '../billing/advance-run.ts';
import type { RunObservation } from '../billing/open-batches.ts';
import { type Observation, observeServers } from '../uptime/observe-servers.ts';
import { secondOf } from '../uptime/seen-server.ts';
import { stretchesOf } from '../uptime/stretches-in-period.ts';

/** The table of contents of a run: look at the servers, then bill what the look covers. Doors to the verbs, no more. */
export class ServerUptimeService {
  private readonly ctx: Context;

  constructor(ctx: Context) {
    this.ctx = ctx;
  }

  /** One pass over VirtFusion: who is there, who is up. @throws AppError when there is no VirtFusion to ask. */
  async observeServers(reason: 'schedule' | 'start', signal?: AbortSignal): Promise<Observation> {
    const seen = await observeServers(this.ctx, { reason });
    if (!signal?.aborted)
      await this.tellSilence(seen.complete ? null : (seen.failure ?? 'It did not answer.'));
    return seen;
  }

  /** Takes an open run to its end. Stops between two batches once `signal` is aborted; another call goes on. */
  async processHourlyBilling(runId: number, signal?: AbortSignal): Promise<void> {
    const observe = () => this.observeForRun(runId, signal);
    await advanceRun(this.ctx, signal ? { runId, observe, signal } : { runId, observe });
    // What a run left behind is looked at right after it, and not only by the schedule of the detectors.
    if (!signal?.aborted) await enqueueDetection(this.ctx);
  }

  /** What was seen of a server from an instant on, oldest first, in whole epoch seconds. */
  async getUptime(serverId: number, from: Date): Promise<Stretch[]> {
    const stretches = await stretchesOf(this.ctx, [{ serverId, from: secondOf(from) }]);
    return stretches.get(serverId) ?? [];
  }

  /** While VirtFusion cannot be read there is one alert that says so; it ends with the first complete look. */
  private async tellSilence(failure: string | null): Promise<void> {
    const about = { kind: 'panel_silent', subject: 'virtfusion' } as const;
    if (failure === null) await resolveAlert(this.ctx, about);
    else {
      const message = `VirtFusion could not be read: ${failure} Nothing is lost: hours are billed once they are seen. Test the connection in the settings.`;
      await raiseAlert(this.ctx, { ...about, message });
    }
  }

  /** A run whose look failed says so and bills what earlier looks cover: the next run catches up the rest. */
  private async observeForRun(runId: number, signal?: AbortSignal): Promise<RunObservation> {
    const notBefore = this.ctx.clock.now();
    const until = (at: Date) => new Date(hourOf(Math.floor(at.getTime() / 1000)) * 1000);
    // What a look has to say is found by the run it was for.
    const ctx = { ...this.ctx, log: this.ctx.log.child({ runId }) };
    try {
      const seen = await observeServers(ctx, { reason: 'run', notBefore });
      if (!signal?.aborted)
        await this.tellSilence(seen.complete ? null : (seen.failure ?? 'It did not answer.'));
      return {
        until: until(seen.startedAt),
        sweepId: seen.sweepId,
        serversSeen: seen.servers,
        notSeen: notSeenBy(seen),
        panelSkewMs: seen.skewMs,
      };
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      this.ctx.log.warn('run could not look at the servers', { runId, detail: error.message });
      if (!signal?.aborted) await this.tellSilence(error.message);
      return {
        until: until(notBefore),
        sweepId: null,
        serversSeen: 0,
        notSeen: error.message,
        panelSkewMs: null,
      };
    }
  }
}

function notSeenBy(seen: Observation): string | null {
  const parts: string[] = [];
  if (seen.failure) parts.push(seen.failure);
  if (seen.powerUnknown === 1) parts.push('The power of one server could not be read.');
  if (seen.powerUnknown > 1) parts.push(`The power of ${seen.powerUnknown} servers could not be read.`);
  return parts.length > 0 ? parts.join(' ') : null;
}
