import { z } from 'zod';
import { download, endpoint } from './endpoint.ts';
import { transaction } from './transactions.ts';
import { id, instant, money } from './values.ts';

/** A UTC calendar month. */
const month = z
  .string()
  .regex(/^20\d{2}-(0[1-9]|1[0-2])$/, 'Write a month such as 2026-11')
  .meta({ id: 'Month', description: 'A UTC calendar month', example: '2026-11' });

const input = z.object({ id, month });

/** What one server cost at one rate. A resize or a new price makes a second line. */
const statementLine = z.object({
  serverId: z.number().int(),
  serverName: z.string(),
  packageName: z.string().nullable(),
  monthlyPrice: money,
  /** Hours that were charged, those that cost nothing included. */
  charges: z.number().int(),
  seconds: z.number().int(),
  amount: money.meta({ description: 'Corrections included' }),
  corrected: money.meta({
    description: 'What of the amount was put right afterwards; 0.00 when nothing was',
  }),
});

export const statements = {
  months: endpoint({
    method: 'GET',
    path: '/api/admin/customers/:id/statements',
    access: 'billing.read',
    summary: 'The last 24 months in which a customer was charged, newest first',
    input: z.object({ id }),
    output: z.object({
      rows: z.array(z.object({ month, servers: z.number().int(), charges: z.number().int(), amount: money })),
    }),
  }),
  get: endpoint({
    method: 'GET',
    path: '/api/admin/customers/:id/statements/:month',
    access: 'billing.read',
    summary: 'What a customer had, paid in and was charged in a month',
    input,
    output: z
      .object({
        customer: z.object({
          id: z.number().int(),
          externalId: z.number().int().nullable(),
          name: z.string().nullable(),
          email: z.string().nullable(),
        }),
        month,
        from: instant,
        until: instant,
        currency: z.string(),
        /** Hours before it were billed by a run that is closed; null before the first. */
        billedUntil: instant.nullable(),
        /** What was left when the month began, after every hour before it. */
        opening: money,
        /** What moved the wallet in the month, but for its hours; oldest first. */
        movements: z.array(transaction),
        moved: money,
        carried: money.meta({
          description: 'What was carried to VirtFusion’s credit in the month, as the wallet changed by it',
        }),
        lines: z.array(statementLine),
        usage: z.object({
          charges: z.number().int(),
          seconds: z.number().int(),
          amount: money,
          corrected: money,
        }),
        /** opening + moved + carried − usage. */
        closing: money,
      })
      .meta({ id: 'Statement' }),
  }),
  csv: download({
    path: '/api/admin/customers/:id/statements/:month/csv',
    type: 'text/csv',
    access: 'billing.read',
    summary: 'The statement as CSV',
    input,
  }),
  pdf: download({
    path: '/api/admin/customers/:id/statements/:month/pdf',
    type: 'application/pdf',
    access: 'billing.read',
    summary: 'The statement as PDF',
    input,
  }),
};
