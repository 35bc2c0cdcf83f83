import type { Context } from '../../context.ts';
import { detections } from './detections.ts';
import { saveFindings } from './save-findings.ts';

/**
 * Loads the facts of each detector, asks it, and keeps what it found. One that fails says so in the log and leaves its
 * alerts as they are: what could not be looked at is neither found nor over. Safe to repeat.
 */
export async function detectAlerts(ctx: Context): Promise<void> {
  const failed: string[] = [];
  for (const { kind, find } of detections) {
    try {
      await saveFindings(ctx, { kind, findings: await find(ctx) });
    } catch (error) {
      failed.push(kind);
      ctx.log.error('a detector failed', { kind, error: String(error) });
    }
  }
  if (failed.length > 0) throw new Error(`These could not be looked at: ${failed.join(', ')}.`);
}
