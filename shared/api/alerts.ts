import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import { id, instant, pageInput, pageOf } from './values.ts';

export const alertKinds = [
  'missed_run',
  'run_overdue',
  'run_held',
  'clocks_apart',
  'server_failed',
  'repeated_failure',
  'panel_silent',
  'stale_sighting',
  'server_unpriced',
  'billed_by_nobody',
  'charge_unusual',
  'fleet_changed',
  'balance_disagrees',
  'revenue_waiting',
  'notices_undelivered',
  'panel_wish_stuck',
  'dunning_held',
  'webhook_refused',
  'topup_unclear',
  'topup_disputed',
  'credit_unclear',
  'credit_stuck',
  'credit_unlinked',
  'credit_unpriced',
  'books_differ',
  'backup_stale',
  'history_differs',
  'power_refused',
  'claim_unclear',
] as const;

/** 'waiting' is what wants somebody now: open and not snoozed. */
export const alertStates = ['waiting', 'snoozed', 'over'] as const;

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
    /** Out of the way until then; in the past when it has come back. */
    snoozedUntil: instant.nullable(),
    snoozedBy: z.string().nullable(),
    /** What leads to its cause, such as the hour of a charge. */
    facts: z.record(z.string(), z.unknown()),
  })
  .meta({ id: 'Alert' });

export const alerts = {
  list: endpoint({
    method: 'GET',
    path: '/api/admin/alerts',
    access: 'billing.read',
    summary: 'List what needs a person, newest first',
    input: z.object({
      open: z.enum(['yes', 'no']).default('yes').meta({ description: 'yes: those whose cause lasts' }),
      state: z.enum(alertStates).optional(),
      kind: z.enum(alertKinds).optional(),
      ...pageInput,
    }),
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
  snooze: endpoint({
    method: 'POST',
    path: '/api/admin/alerts/:id/snooze',
    access: 'billing.run',
    summary: 'Put an alert out of the way until an instant; null brings it back now',
    input: z.strictObject({ id, until: instant.nullable() }),
    output: alert,
  }),
};
