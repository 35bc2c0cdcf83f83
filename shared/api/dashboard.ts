import { z } from 'zod';
import { alert } from './alerts.ts';
import { customer } from './customers.ts';
import { endpoint } from './endpoint.ts';
import { run, setAsideReasons } from './runs.ts';
import { serverStates } from './servers.ts';
import { instant, money } from './values.ts';

/** What was billed for the hours of a stretch, and for the same hours of the day or month before. */
const billed = z.object({
  from: instant,
  until: instant,
  amount: money,
  /** The same hours of the stretch before, which began at `beforeFrom`; null when nothing was billed for them. */
  before: money.nullable(),
  beforeFrom: instant,
});

export const dashboard = {
  get: endpoint({
    method: 'GET',
    path: '/api/admin/dashboard',
    access: 'billing.read',
    summary: 'Whether billing is healthy, what it earns, and what needs a person',
    input: z.object({}),
    output: z
      .object({
        at: instant,
        billing: z.object({
          enabled: z.boolean(),
          /** When it was last switched on; null while it is off. */
          onSince: instant.nullable(),
          sentence: z.string().meta({ description: 'What the schedule means' }),
          timezone: z.string(),
          nextRun: instant.nullable(),
          /** When a run should have come and none did; null while all is on time, or billing is off. */
          overdueSince: instant.nullable(),
        }),
        panel: z.object({
          source: z.enum(['environment', 'settings', 'demo', 'none']),
          /** The newest look that saw everything. */
          lastCompleteLook: instant.nullable(),
          /** Why the newest look did not; null when it did. */
          failure: z.string().nullable(),
        }),
        today: billed,
        month: billed,
        /** Hours before it were billed by a run that is closed; null before the first. */
        billedUntil: instant.nullable(),
        fleet: z.array(z.object({ state: z.enum(serverStates).nullable(), servers: z.number().int() })),
        lastRuns: z.array(run),
        /** The newest of those that are open, and how many there are. */
        alerts: z.object({ open: z.number().int(), rows: z.array(alert) }),
        setAside: z.array(
          z.object({
            reason: z.enum(setAsideReasons),
            servers: z.number().int(),
            since: instant,
            /** Those that wait longest. */
            examples: z.array(z.object({ id: z.number().int(), name: z.string() })),
          }),
        ),
        /** Customers whose wallet lasts for fewer than `withinHours`, the emptiest first. */
        runningDry: z.object({
          withinHours: z.number().int(),
          customers: z.number().int(),
          rows: z.array(customer),
        }),
      })
      .meta({ id: 'Dashboard' }),
  }),
};
