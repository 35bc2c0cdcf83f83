import { z } from 'zod';
import { noticeEventNames } from '#shared/notices/events.ts';
import { noticeWays } from '#shared/notices/ways.ts';
import { endpoint } from './endpoint.ts';
import { id, instant, pageInput, pageOf } from './values.ts';

export const deliveryStates = ['waiting', 'sent', 'failed', 'unclear', 'not_set_up', 'superseded'] as const;
export type DeliveryState = (typeof deliveryStates)[number];

export const noticeEvent = z.enum(noticeEventNames);
export const noticeWay = z.enum(noticeWays);
/** A webhook has no text of its own: it carries the facts. */
export const writtenWay = noticeWay.exclude(['webhook']);

export const delivery = z
  .object({
    id: z.number().int(),
    noticeId: z.number().int(),
    event: noticeEvent,
    customerId: z.number().int().nullable(),
    customerName: z.string().nullable(),
    way: noticeWay,
    recipient: z.string(),
    state: z.enum(deliveryStates),
    detail: z.string().nullable(),
    attempts: z.number().int(),
    createdAt: instant,
    nextAttemptAt: instant.nullable(),
    doneAt: instant.nullable(),
  })
  .meta({ id: 'Delivery' });

const layout = z
  .object({
    subject: z.string(),
    paragraphs: z.array(z.string()),
    action: z.string(),
    company: z.string(),
    severity: z.enum(['good', 'note', 'warning', 'critical']),
    footer: z.string(),
    /** Where the button leads; of a customer's own link only that there is one. */
    hasLink: z.boolean(),
    /** Figures that an embed shows beside each other. */
    fields: z.array(z.object({ name: z.string(), value: z.string() })),
  })
  .meta({ id: 'MessageLayout', description: 'What a message says, to be drawn as a mail or an embed' });
export type MessageLayout = z.infer<typeof layout>;

const attempt = z.object({
  id: z.number().int(),
  at: instant,
  outcome: z.enum(['sent', 'failed', 'unclear']),
  detail: z.string(),
  durationMs: z.number().int(),
});

export const deliveryDetail = delivery
  .extend({
    key: z.string().meta({ description: 'Why it is said, once' }),
    log: z.array(attempt),
    /** Null for a webhook, and before the first attempt. */
    message: layout.nullable(),
    /** What a webhook carries; null for the other ways. */
    payload: z.string().nullable(),
  })
  .meta({ id: 'DeliveryDetail' });

export const notices = {
  list: endpoint({
    method: 'GET',
    path: '/api/admin/notices',
    access: 'billing.read',
    summary: 'List messages on their ways, newest first',
    input: z.object({
      state: z.enum(deliveryStates).optional(),
      event: noticeEvent.optional(),
      way: noticeWay.optional(),
      customerId: z.coerce.number().int().positive().optional(),
      ...pageInput,
    }),
    output: pageOf(delivery),
  }),
  get: endpoint({
    method: 'GET',
    path: '/api/admin/notices/:id',
    access: 'billing.read',
    summary: 'Read one delivery: what it says and every attempt',
    input: z.object({ id }),
    output: deliveryDetail,
  }),
  replay: endpoint({
    method: 'POST',
    path: '/api/admin/notices/:id/replay',
    access: 'billing.run',
    summary:
      'Send it again, with the same content and the same id; while it waits to be sent nothing changes',
    input: z.strictObject({ id }),
    output: deliveryDetail,
  }),
  routes: endpoint({
    method: 'GET',
    path: '/api/admin/notice-routes',
    access: 'settings.read',
    summary: 'Read which event goes which way',
    input: z.object({}),
    output: z.object({
      rows: z.array(
        z.object({
          event: noticeEvent,
          ways: z.array(z.object({ way: noticeWay, enabled: z.boolean(), byDefault: z.boolean() })),
        }),
      ),
    }),
  }),
  saveRoute: endpoint({
    method: 'PUT',
    path: '/api/admin/notice-routes',
    access: 'settings.write',
    summary: 'Save whether an event goes a way',
    input: z.strictObject({ event: noticeEvent, way: noticeWay, enabled: z.boolean() }),
    output: z.object({}),
  }),
};

const text = {
  subject: z.string().trim().min(1, 'Write a subject').max(200, 'At most 200 letters'),
  body: z.string().trim().min(1, 'Write what it says').max(4000, 'At most 4000 letters'),
  action: z.string().trim().max(60, 'At most 60 letters'),
};
export const noticeText = z.strictObject(text);

const templateView = z
  .object({
    event: noticeEvent,
    way: writtenWay,
    text: noticeText,
    /** Ours, which a reset brings back. */
    original: noticeText,
    isOriginal: z.boolean(),
    updatedAt: instant.nullable(),
    updatedBy: z.string().nullable(),
    placeholders: z.array(z.object({ name: z.string(), says: z.string(), example: z.string() })),
  })
  .meta({ id: 'NoticeTemplate' });

const which = { event: noticeEvent, way: writtenWay };

/** What messages say. Names in double braces are replaced; there is no logic. */
export const noticeTemplates = {
  get: endpoint({
    method: 'GET',
    path: '/api/admin/notice-templates/:event/:way',
    access: 'settings.read',
    summary: 'Read the text of an event on a way, with the names it may use',
    input: z.object(which),
    output: templateView,
  }),
  save: endpoint({
    method: 'PUT',
    path: '/api/admin/notice-templates/:event/:way',
    access: 'settings.write',
    summary: 'Save a text; the original text takes it back. A name that is not there is refused',
    input: z.strictObject({ ...which, text: noticeText }),
    output: templateView,
  }),
  preview: endpoint({
    method: 'POST',
    path: '/api/admin/notice-templates/:event/:way/preview',
    access: 'settings.read',
    summary: 'See a text filled with examples; nothing is saved or sent',
    input: z.strictObject({ ...which, text: noticeText }),
    output: layout,
  }),
  test: endpoint({
    method: 'POST',
    path: '/api/admin/notice-templates/:event/:way/test',
    access: 'settings.write',
    summary: 'Send a text filled with examples to oneself, or to Discord',
    input: z.strictObject({ ...which, text: noticeText }),
    output: z.object({ sent: z.boolean(), detail: z.string() }),
  }),
};
