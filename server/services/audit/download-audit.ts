import type { audit } from '#shared/api/audit.ts';
import type { FileReply, InputOf } from '#shared/api/endpoint.ts';
import type { Context } from '../../context.ts';
import { type Cell, csvFile } from '../files/csv-file.ts';
import { eachRow } from '../paging/each-row.ts';
import { listSealedAudit } from './list-audit.ts';

/** The audit as a file, all that the filters leave, newest first. Entries of the last minutes have no seal yet. */
export async function downloadAudit(ctx: Context, input: InputOf<typeof audit.csv>): Promise<FileReply> {
  return csvFile({
    name: `audit-${ctx.clock.now().toISOString().slice(0, 10)}`,
    columns: [
      'id',
      'at',
      'actor',
      'actor_name',
      'address',
      'request',
      'action',
      'subject',
      'before',
      'after',
      'seal',
    ],
    rows: linesOf(ctx, input),
  });
}

async function* linesOf(ctx: Context, input: InputOf<typeof audit.csv>): AsyncGenerator<Cell[]> {
  for await (const row of eachRow((page) => listSealedAudit(ctx, { ...input, ...page }))) {
    const { id, at, actor, actorName, address, requestId, action, subject, before, after, seal } = row;
    const json = (fields: unknown) => (fields === null ? null : JSON.stringify(fields));
    yield [id, at, actor, actorName, address, requestId, action, subject, json(before), json(after), seal];
  }
}
