import { asSystem, type Context } from '../context.ts';
import type { DatabaseHandle } from '../db/client.ts';
import { createLog } from '../log.ts';
import { seedDemo } from './seed-demo.ts';
import { type Demo, markSeeded } from './start-demo.ts';

/** Makes the demo's past, remembers that it is complete, and lets its clock go on from there. */
export async function makeHistory(
  context: Context,
  demo: Demo,
  seedUntil: Date,
  { database, say }: { database: DatabaseHandle; say: (line: string) => void },
): Promise<void> {
  say('Making the demo: a fleet on an emulated VirtFusion, with some hours of history ...');
  // What happened in an invented past is no news: its hundreds of lines would bury what the newcomer should read.
  const log = createLog({ level: 'warn' });
  const past = { ...asSystem(context, 'demo'), log, databaseNow: async () => demo.clock.now() };
  await seedDemo(past, demo.clock, seedUntil);
  await markSeeded(database.db, seedUntil);
  demo.clock.release();
}
