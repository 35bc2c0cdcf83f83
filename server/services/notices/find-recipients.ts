import { and, eq, inArray, isNull } from 'drizzle-orm';
import { goesByDefault, waysOf } from '#shared/notices/routes.ts';
import type { NoticeWay } from '#shared/notices/ways.ts';
import { admins, customers, type NoticeRow, noticeRoutes } from '#shared/schema/index.ts';
import type { Context } from '../../context.ts';

/** Where a message goes, and when. */
export interface Recipient {
  way: NoticeWay;
  /** A mail address, 'discord', or 'webhook:3'. */
  recipient: string;
  at: Date;
  /** Why it cannot be sent there, in a sentence; null where it can. */
  missing: string | null;
}

/** Who gets a message: along the ways its event goes, as an admin set them. */
export async function findRecipients(tx: Context, notice: NoticeRow): Promise<Recipient[]> {
  const ways = await waysInForce(tx, notice);
  const found: Recipient[] = [];
  for (const way of ways) found.push(...(await recipientsBy(tx, way, notice)));
  return found;
}

async function waysInForce(tx: Context, { event }: NoticeRow): Promise<NoticeWay[]> {
  const rows = await tx.db.select().from(noticeRoutes).where(eq(noticeRoutes.event, event));
  const said = new Map(rows.map(({ way, enabled }) => [way, enabled]));
  return waysOf(event).filter((way) => said.get(way) ?? goesByDefault(event, way));
}

async function recipientsBy(tx: Context, way: NoticeWay, notice: NoticeRow): Promise<Recipient[]> {
  const at = tx.clock.now();
  switch (way) {
    case 'customer_mail':
      return [await customerMail(tx, notice, at)].filter((one) => one !== null);
    case 'admin_mail':
      return adminMails(tx, at);
    case 'discord':
    case 'webhook':
      return [];
    default:
      return way satisfies never;
  }
}

async function customerMail(tx: Context, { customerId }: NoticeRow, at: Date): Promise<Recipient | null> {
  if (customerId === null) return null;
  const [customer] = await tx.db.select().from(customers).where(eq(customers.id, customerId));
  const missing = customer?.email ? null : 'VirtFusion gives no mail address of this customer.';
  return { way: 'customer_mail', recipient: customer?.email ?? `customer ${customerId}`, at, missing };
}

async function adminMails(tx: Context, at: Date): Promise<Recipient[]> {
  const found = await tx.db
    .select({ email: admins.email })
    .from(admins)
    .where(and(inArray(admins.role, ['owner', 'operator']), isNull(admins.disabledAt)))
    .orderBy(admins.id);
  return found.map(({ email }) => ({ way: 'admin_mail', recipient: email, at, missing: null }));
}
