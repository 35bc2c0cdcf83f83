import { and, eq } from 'drizzle-orm';
import type { InputOf, OutputOf } from '#shared/api/endpoint.ts';
import type { api } from '#shared/api/index.ts';
import { defaultTemplate } from '#shared/notices/default-templates.ts';
import type { NoticeEvent } from '#shared/notices/events.ts';
import { waysOf } from '#shared/notices/routes.ts';
import { placeholdersOf, problemWith, type Template } from '#shared/notices/template.ts';
import { noticeTemplates } from '#shared/schema/index.ts';
import type { Context } from '../../context.ts';
import { withTransaction } from '../../db/transaction.ts';
import { InvalidInputError } from '../../errors.ts';
import { changedFields } from '../audit/changed-fields.ts';
import { recordAudit } from '../audit/record-audit.ts';
import { exampleWords } from './example-notice.ts';
import type { WrittenWay } from './write-content.ts';

type View = OutputOf<typeof api.noticeTemplates.get>;
interface Which {
  event: NoticeEvent;
  way: WrittenWay;
}

/** The text of an event on a way, and the names it may use. @throws InvalidInputError for a way it cannot go */
export async function getTemplate(ctx: Context, { event, way }: Which): Promise<View> {
  requireWay({ event, way });
  const saved = await findSaved(ctx, { event, way });
  const original = defaultTemplate(event, way);
  const examples = await exampleWords(ctx, event);
  return {
    event,
    way,
    text: saved ? textOf(saved) : original,
    original,
    isOriginal: saved === undefined,
    updatedAt: saved?.updatedAt ?? null,
    updatedBy: saved?.updatedBy ?? null,
    placeholders: Object.entries(placeholdersOf(event)).map(([name, says]) => ({
      name,
      says,
      example: examples[name] ?? '',
    })),
  };
}

/**
 * Saves what a message says from now on; what is under way says what it said. Saving the original text takes the
 * saved one away. A repeat changes nothing.
 * @throws InvalidInputError under the field that names what is not there
 */
export function saveTemplate(
  ctx: Context,
  { event, way, text }: InputOf<typeof api.noticeTemplates.save>,
): Promise<View> {
  requireWay({ event, way });
  requireFillable(event, text);
  return withTransaction(ctx, async (tx) => {
    const before = (await getTemplate(tx, { event, way })).text;
    const changes = changedFields({ ...before }, text);
    if (Object.keys(changes.after).length > 0) {
      await write(tx, { event, way }, text);
      await recordAudit(tx, {
        action: 'notice.template_saved',
        subject: `template:${event}:${way}`,
        ...changes,
      });
    }
    return getTemplate(tx, { event, way });
  });
}

async function write(tx: Context, { event, way }: Which, text: Template): Promise<void> {
  const isThis = and(eq(noticeTemplates.event, event), eq(noticeTemplates.way, way));
  const original = defaultTemplate(event, way);
  if (Object.keys(changedFields({ ...original }, { ...text }).after).length === 0) {
    await tx.db.delete(noticeTemplates).where(isThis);
    return;
  }
  const row = { ...text, updatedAt: tx.clock.now(), updatedBy: tx.actor.name };
  await tx.db
    .insert(noticeTemplates)
    .values({ event, way, ...row })
    .onConflictDoUpdate({ target: [noticeTemplates.event, noticeTemplates.way], set: row });
}

/** @throws InvalidInputError under 'text.subject', 'text.body' or 'text.action' */
export function requireFillable(event: NoticeEvent, text: Template): void {
  for (const field of ['subject', 'body', 'action'] as const) {
    const problem = problemWith(event, text[field]);
    if (problem) throw new InvalidInputError(`text.${field}`, problem);
  }
}

/** @throws InvalidInputError under 'way' */
export function requireWay({ event, way }: Which): void {
  if (waysOf(event).includes(way)) return;
  throw new InvalidInputError('way', 'This is for admins only: it is never told to customers');
}

async function findSaved(ctx: Context, { event, way }: Which) {
  const [saved] = await ctx.db
    .select()
    .from(noticeTemplates)
    .where(and(eq(noticeTemplates.event, event), eq(noticeTemplates.way, way)));
  return saved;
}

function textOf({ subject, body, action }: Template): Template {
  return { subject, body, action };
}
