import { z } from 'zod';
import { download, endpoint } from './endpoint.ts';
import { instant, pageInput, pageOf } from './values.ts';

export const auditEntry = z
  .object({
    id: z.number().int(),
    at: instant,
    actor: z.string(),
    actorName: z.string(),
    address: z.string().nullable(),
    action: z.string(),
    subject: z.string(),
    before: z.unknown().nullable(),
    after: z.unknown().nullable(),
  })
  .meta({ id: 'AuditEntry' });

const narrowing = {
  action: z.string().max(60).optional(),
  subject: z.string().max(100).optional(),
  /** 'admin:3', 'token:5', 'customer:11', 'system:cron'. */
  actor: z.string().max(60).optional(),
  /** From this instant on. */
  from: instant.optional(),
  /** Before this instant. */
  until: instant.optional(),
};

export const audit = {
  list: endpoint({
    method: 'GET',
    path: '/api/admin/audit',
    access: 'billing.read',
    summary: 'What was changed, by whom, before and after; newest first',
    input: z.object({ ...narrowing, ...pageInput }),
    output: pageOf(auditEntry),
  }),
  csv: download({
    path: '/api/admin/audit/csv',
    type: 'text/csv',
    access: 'billing.read',
    summary: 'The same as a file, all of it, with its seals',
    input: z.object(narrowing),
  }),
};
