import { z } from 'zod';
import { asTable } from '../as-table.ts';

const report = z.object({
  metadata: z.object({ dependencies: z.object({ total: z.number().int() }) }),
  vulnerabilities: z.record(
    z.string(),
    z.object({
      name: z.string(),
      severity: z.string(),
      range: z.string(),
      via: z.array(z.union([z.string(), z.object({ title: z.string() }).loose()])),
    }),
  ),
});

/** What `npm audit --json` came to, for people, and the exit code that says the same. */
export function judgeAudit({ stdout, stderr }: { stdout: string; stderr: string }): {
  text: string;
  exitCode: 0 | 1 | 2;
} {
  const read = report.safeParse(jsonOf(stdout));
  if (!read.success) {
    const why = reasonIn(stdout) ?? stderr.trim().split('\n')[0] ?? 'no answer';
    return {
      text: `NOT AUDITED: the advisory service of the configured registry could not be asked (${why}). Run it where it can be reached; this says nothing about the packages.`,
      exitCode: 2,
    };
  }
  const found = Object.values(read.data.vulnerabilities);
  if (found.length === 0) {
    return {
      text: `No advisory is known for ${read.data.metadata.dependencies.total} packages.`,
      exitCode: 0,
    };
  }
  const rows = found.map(({ name, severity, range, via }) => [name, severity, range, titlesOf(via)]);
  return { text: asTable(['package', 'severity', 'versions', 'advisory'], rows), exitCode: 1 };
}

function titlesOf(via: readonly (string | { title: string })[]): string {
  return via.map((one) => (typeof one === 'string' ? `by ${one}` : one.title)).join('; ');
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** npm tells its own failures as JSON, too, in one of two shapes; of neither more than a status or a code is shown. */
function reasonIn(stdout: string): string | null {
  const failure = z
    .object({
      statusCode: z.number().optional(),
      error: z.object({ code: z.string().nullish(), summary: z.string().nullish() }).optional(),
    })
    .safeParse(jsonOf(stdout));
  if (!failure.success) return null;
  const { statusCode, error } = failure.data;
  if (statusCode !== undefined) return `status ${statusCode}`;
  return error?.code ?? error?.summary ?? null;
}
