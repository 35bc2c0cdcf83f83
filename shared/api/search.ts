import { z } from 'zod';
import { endpoint } from './endpoint.ts';

export const foundKinds = ['server', 'customer', 'package', 'run', 'transaction'] as const;

export const found = z
  .object({
    kind: z.enum(foundKinds),
    id: z.number().int(),
    title: z.string(),
    hint: z.string().nullable().meta({ description: 'What tells it from others of its kind' }),
  })
  .meta({ id: 'Found' });

export const search = {
  find: endpoint({
    method: 'GET',
    path: '/api/admin/search',
    access: 'billing.read',
    summary: 'Find servers, customers, packages, runs and transactions by number or by the first letters',
    input: z.object({ q: z.string().trim().min(1).max(100) }),
    output: z.object({ found: z.array(found) }),
  }),
};
