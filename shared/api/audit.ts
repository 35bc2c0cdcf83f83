import { z } from 'zod';
import { endpoint } from './endpoint.ts';
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

export const audit = {
  list: endpoint({
    method: 'GET',
    path: '/api/admin/audit',
    access: 'billing.read',
    summary: 'What was changed, by whom, before and after; newest first',
    input: z.object({
      action: z.string().max(60).optional(),
      subject: z.string().max(100).optional(),
      ...pageInput,
    }),
    output: pageOf(auditEntry),
  }),
};
