import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import { instant } from './values.ts';

/** What is proved, each against what it must equal. */
export const proofChecks = ['ledger', 'paypal', 'credit', 'audit'] as const;
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
  /** To be noted down elsewhere: the head of the audit's chain, which a later `npm run audit:verify` is held against. */
  note: z.string().optional(),
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
        /** How it stands with backups. */
        backup: z.object({
          /** Whether any are made by themselves: `BACKUP_DIR` is set. */
          scheduled: z.boolean(),
          /** When the newest was taken. */
          takenAt: instant.nullable(),
          /** When the newest that was restored and found whole was taken: the most that could be lost now. */
          provedTakenAt: instant.nullable(),
          verifiedAt: instant.nullable(),
          /** What is wrong with the newest. */
          problem: z.string().nullable(),
        }),
      })
      .meta({ id: 'LatestProof' }),
  }),
};
