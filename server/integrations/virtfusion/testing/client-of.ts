import type { IntegrationClock } from '../../http-client.ts';
import { createVirtFusionClient, type VirtFusionClient, type VirtFusionClientOptions } from '../client.ts';
import type { Outcome } from '../virtfusion-error.ts';
import {
  type ScriptedPanel,
  type ScriptedReply,
  type ScriptedRequest,
  scriptedPanel,
} from './scripted-panel.ts';

/** Looks like a real one, with a number before the bar; no test may ever find it in an error or a log. */
export const canaryToken = '17|canary0Token0That0Must0Never0Be0Seen';

/** A clock that waits by moving on: `slept` holds every wait. */
export function steppingClock(
  from = '2026-11-20T12:00:00Z',
): IntegrationClock & { slept: number[]; step(ms: number): void } {
  let nowMs = new Date(from).getTime();
  const slept: number[] = [];
  return {
    slept,
    step(ms) {
      nowMs += ms;
    },
    now: () => new Date(nowMs),
    async sleep(ms, signal) {
      if (signal?.aborted) throw new Error('aborted');
      slept.push(ms);
      nowMs += ms;
    },
  };
}

export interface World {
  panel: ScriptedPanel;
  client: VirtFusionClient;
  clock: ReturnType<typeof steppingClock>;
  /** Every line of the log, as text. */
  logged: string[];
  calls: { route: string; outcome: Outcome; ms: number }[];
}

/** A client of a scripted panel; both end with the work, whose answer is returned. */
export async function withPanel<T>(
  script: (request: ScriptedRequest) => ScriptedReply | Promise<ScriptedReply>,
  work: (world: World) => Promise<T>,
  options: Partial<VirtFusionClientOptions> = {},
): Promise<T> {
  const panel = await scriptedPanel(script);
  const clock = steppingClock();
  const logged: string[] = [];
  const calls: World['calls'] = [];
  const write = (message: string, fields?: Record<string, unknown>) => {
    logged.push(`${message} ${JSON.stringify(fields ?? {})}`);
  };
  const client = createVirtFusionClient({
    baseUrl: panel.url,
    token: canaryToken,
    reach: 'private',
    clock,
    log: { debug: write, info: write, warn: write, error: write },
    onCall: (call) => calls.push(call),
    ...options,
  });
  try {
    return await work({ panel, client, clock, logged, calls });
  } finally {
    await panel.close();
    await client.close();
  }
}

/** What a call threw; a call that threw nothing fails the test. */
export async function thrownBy(call: Promise<unknown>): Promise<unknown> {
  try {
    await call;
  } catch (error) {
    return error;
  }
  throw new Error('nothing was thrown');
}
