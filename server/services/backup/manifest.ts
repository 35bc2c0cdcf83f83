import { z } from 'zod';

const count = z.string().regex(/^-?\d+$/);

export const totals = z.object({
  transactions: count,
  movedMicros: count,
  charges: count,
  chargedMicros: count,
  balancesMicros: count,
  customers: count,
  servers: count,
  auditEntries: count,
});

/** The readable line in front of a backup: what has to be known before it can be opened. */
export const backupHead = z.object({
  format: z.literal('skypanel-backup'),
  version: z.literal(1),
  takenAt: z.iso.datetime().transform((text) => new Date(text)),
  database: z.string(),
  /** Of the key that opens it. */
  keyId: z.string(),
  salt: z.string().regex(/^[0-9a-f]{32}$/),
  /** How many migrations its database had, and the hash of the last. */
  migrations: z.object({ count: z.number().int(), last: z.string() }),
});
export type BackupHead = z.output<typeof backupHead>;

/** A table with the columns that are copied: those the database works out itself are not. */
const table = z.object({ schema: z.string(), name: z.string(), columns: z.array(z.string()) });
export type CopiedTable = z.output<typeof table>;

const sequence = z.object({ schema: z.string(), name: z.string(), value: count, called: z.boolean() });

/** What a backup begins with, of the same snapshot as its rows. */
export const backupManifest = z.object({
  /** Of every migration its database had, in their order. */
  migrations: z.array(z.string()),
  tables: z.array(table),
  sequences: z.array(sequence),
  /** Months that have a partition of charges. */
  months: z.array(z.iso.datetime()),
  totals,
});
export type BackupManifest = z.output<typeof backupManifest>;

/** What ends a table: its rows and their SHA-256, as they were read. */
export const tableEnd = z.object({ rows: z.number().int(), sha256: z.string() });
export type TableEnd = z.output<typeof tableEnd>;

/** Reads one of the above out of a frame. @throws Error when it is not of this form */
export function parsePart<Schema extends z.ZodType>(schema: Schema, payload: Buffer): z.output<Schema> {
  const parsed = schema.safeParse(JSON.parse(payload.toString('utf8')));
  if (!parsed.success)
    throw new Error('The backup is damaged, or of a later release: a part cannot be read.');
  return parsed.data;
}
