import { z } from 'zod';

/** Embed limits of the Message resource. */
const message = z
  .object({
    content: z.string().max(2000).optional(),
    embeds: z
      .array(
        z.object({
          title: z.string().max(256).optional(),
          description: z.string().max(4096).optional(),
          url: z.url().optional(),
          color: z.number().int().min(0).max(0xffffff).optional(),
          timestamp: z.iso.datetime().optional(),
          footer: z.object({ text: z.string().max(2048) }).optional(),
          fields: z
            .array(
              z.object({
                name: z.string().min(1).max(256),
                value: z.string().min(1).max(1024),
                inline: z.boolean().optional(),
              }),
            )
            .max(25)
            .optional(),
        }),
      )
      .max(10)
      .optional(),
    allowed_mentions: z.object({ parse: z.array(z.enum(['roles', 'users', 'everyone'])) }).optional(),
  })
  .refine(({ content, embeds }) => content || (embeds && embeds.length > 0), 'Cannot send an empty message');

/** Why Discord would refuse a message; null where it would not. */
export function problemWithMessage(body: unknown): string | null {
  const judged = message.safeParse(body);
  return judged.success ? null : `Invalid Form Body: ${judged.error.issues[0]?.message}`;
}
