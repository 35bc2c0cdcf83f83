import { eq } from 'drizzle-orm';
import { HOUR } from '#shared/billing/period.ts';
import { settings } from '#shared/schema/index.ts';
import type { Clock } from '../clock.ts';
import type { Database } from '../db/client.ts';
import { type PayPalEmulator, startPayPalEmulator } from '../emulators/paypal/start-paypal-emulator.ts';
import { seedDemo as seedFleet } from '../emulators/virtfusion/fleet.ts';
import {
  startVirtFusionEmulator,
  type VirtFusionEmulator,
} from '../emulators/virtfusion/start-virtfusion-emulator.ts';
import { type DemoClock, demoClock } from './demo-clock.ts';
import { HOURS_OF_HISTORY } from './seed-demo.ts';

/** When the demo's world began: a second start makes the same one again, so that it goes on from its own rows. */
const SEEDED_AT = 'demo_seeded_at';

export interface Demo {
  emulator: VirtFusionEmulator;
  paypal: PayPalEmulator;
  clock: DemoClock;
  /** Null when the database holds the demo's history already. */
  seedUntil: Date | null;
  /** Ends both emulators. */
  close(): Promise<void>;
}

/** Starts the emulated panel of the demo, as it was when the demo was first seeded, and an emulated PayPal. */
export async function startDemo(db: Database, real: Clock): Promise<Demo> {
  const [saved] = await db.select().from(settings).where(eq(settings.key, SEEDED_AT));
  const seededAt = saved ? new Date(saved.value) : real.now();
  const clock = demoClock(real, new Date(seededAt.getTime() - (HOURS_OF_HISTORY + 1) * HOUR * 1000));
  const emulator = await startVirtFusionEmulator({
    now: () => clock.now(),
    fleet: (world) => seedFleet(world, { now: seededAt, hoursOfHistory: HOURS_OF_HISTORY }),
  });
  const paypal = await startPayPalEmulator({ now: () => clock.now() });
  if (saved) clock.release();
  const close = async () => void (await Promise.all([emulator.close(), paypal.close()]));
  return { emulator, paypal, clock, seedUntil: saved ? null : seededAt, close };
}

/** Remembers that the history is complete. Written last: a start that was cut short begins anew. */
export async function markSeeded(db: Database, seededAt: Date): Promise<void> {
  await db.insert(settings).values({ key: SEEDED_AT, value: seededAt.toISOString() }).onConflictDoNothing();
}
