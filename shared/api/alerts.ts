import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import { id, instant, pageInput, pageOf } from './values.ts';

export const alertKinds = [
  'missed_run',
  'run_held',
  'clocks_apart',
  'server_failed',
  'panel_silent',
] as const;

export const alert = z
  .object({
    id: z.number().int(),
    kind: z.enum(alertKinds),
    subject: z.string(),
    message: z.string(),
    openedAt: instant,
    lastSeenAt: instant,
    resolvedAt: instant.nullable(),
    acknowledgedAt: instant.nullable(),
    acknowledgedBy: z.string().nullable(),
  })
  .meta({ id: 'Alert' });

export const alerts = {
  list: endpoint({
    method: 'GET',
    path: '/api/admin/alerts',
    access: 'billing.read',
    summary: 'List what needs a person, newest first',
    input: z.object({ open: z.enum(['yes', 'no']).default('yes'), ...pageInput }),
    output: pageOf(alert),
  }),
  acknowledge: endpoint({
    method: 'POST',
    path: '/api/admin/alerts/:id/acknowledge',
    access: 'billing.run',
    summary: 'Note that somebody saw to it',
    input: z.strictObject({ id }),
    output: alert,
  }),
};
