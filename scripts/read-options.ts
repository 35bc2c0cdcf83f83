import type { z } from 'zod';

/** The options of a command line, judged by a schema. @throws Error with a line for each that cannot be used */
export function readOptions<Schema extends z.ZodType>(schema: Schema, given: unknown): z.output<Schema> {
  const read = schema.safeParse(given);
  if (read.success) return read.data;
  throw new Error(read.error.issues.map((issue) => `--${issue.path.join('.')}: ${issue.message}`).join('\n'));
}
