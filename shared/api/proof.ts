import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import { instant } from './values.ts';

/** What is proved, each against what it must equal. */
export const proofChecks = ['ledger', 'paypal', 'credit'] as const;
export const proofOutcomes = ['agrees', 'differs', 'unproved'] as const;

const check = z.object({
  check: z.enum(proofChecks),
  outcome: z.enum(proofOutcomes),
  checked: z.number().int().meta({ description: 'How many things were compared' }),
  differences: z.array(z.object({ subject: z.string(), expected: z.string(), found: z.string() })),
  /** Whether there were more than are kept. */
  more: z.boolean(),
  /** What could not be looked at; null when all was. */
  problem: z.string().nullable(),
});

export const proof = {
  latest: endpoint({
    method: 'GET',
    path: '/api/admin/proof',
    access: 'billing.read',
    summary: 'When the books were last proved, here and outside, and what differs',
    input: z.object({}),
    output: z
      .object({
        at: instant,
        /** Null before the first. */
        proof: z
          .object({
            startedAt: instant,
            finishedAt: instant,
            outcome: z.enum(proofOutcomes),
            checks: z.array(check),
            provedBy: z.string(),
          })
          .nullable(),
        /** When all of it last agreed; null when it never did. */
        lastAgreedAt: instant.nullable(),
      })
      .meta({ id: 'LatestProof' }),
  }),
};
