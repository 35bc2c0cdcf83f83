import { and, eq, inArray, isNull } from 'drizzle-orm';
import { eventRow } from '#shared/notices/events.ts';
import { goesByDefault, waysOf } from '#shared/notices/routes.ts';
import type { NoticeWay } from '#shared/notices/ways.ts';
import { blackoutEnd } from '#shared/schedule/blackout.ts';
import { admins, customers, type NoticeRow, noticeRoutes, webhookEndpoints } from '#shared/schema/index.ts';
import type { Context } from '../../context.ts';
import { readChannels, type SavedChannels } from '../channels/channel-settings.ts';
import { mailPlace } from '../channels/get-channels.ts';
import { readBillingSettings } from '../settings/get-billing-settings.ts';

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
  const saved = await readChannels(tx);
  const found: Recipient[] = [];
  for (const way of await waysInForce(tx, notice)) {
    if (toldToAdmins.includes(way) && isTooEarlyForAdmins(notice, saved)) continue;
    found.push(...(await recipientsBy(tx, way, notice, saved)));
  }
  return found;
}

const toldToAdmins: readonly NoticeWay[] = ['admin_mail', 'discord'];

async function waysInForce(tx: Context, { event }: NoticeRow): Promise<NoticeWay[]> {
  const rows = await tx.db.select().from(noticeRoutes).where(eq(noticeRoutes.event, event));
  const said = new Map(rows.map(({ way, enabled }) => [way, enabled]));
  return waysOf(event).filter((way) => said.get(way) ?? goesByDefault(event, way));
}

/** Admins hear of wallets only near the end; other systems hear of every level. */
function isTooEarlyForAdmins({ event, facts }: NoticeRow, { runway }: SavedChannels): boolean {
  return event === 'wallet.low' && Number(facts.level) > runway.adminLevel;
}

async function recipientsBy(
  tx: Context,
  way: NoticeWay,
  notice: NoticeRow,
  saved: SavedChannels,
): Promise<Recipient[]> {
  const at = tx.clock.now();
  const noMail = mailPlace(tx, saved) === 'none' ? 'No mail server is set.' : null;
  switch (way) {
    case 'customer_mail':
      return customerMail(tx, { notice, saved, noMail });
    case 'admin_mail': {
      const addresses = saved.mail.adminAddresses;
      const found = addresses.length > 0 ? addresses : await adminAddresses(tx);
      return found.map((recipient) => ({ way, recipient, at, missing: noMail }));
    }
    case 'discord':
      // Nobody has to have Discord: without an address there is nothing to miss.
      return saved.sealedDiscordUrl === null ? [] : [{ way, recipient: 'discord', at, missing: null }];
    case 'webhook':
      return (await receivers(tx)).map((id) => ({ way, recipient: `webhook:${id}`, at, missing: null }));
    default:
      return way satisfies never;
  }
}

async function customerMail(
  tx: Context,
  { notice, saved, noMail }: { notice: NoticeRow; saved: SavedChannels; noMail: string | null },
): Promise<Recipient[]> {
  const { customerId } = notice;
  if (customerId === null) return [];
  const [customer] = await tx.db.select().from(customers).where(eq(customers.id, customerId));
  const noAddress = customer?.email ? null : 'VirtFusion gives no mail address of this customer.';
  const recipient = customer?.email ?? `customer ${customerId}`;
  return [
    { way: 'customer_mail', recipient, at: await whenAwake(tx, notice, saved), missing: noAddress ?? noMail },
  ];
}

/** Warnings wait for the end of the quiet hours; what was done, or will be at a set time, is said at once. */
async function whenAwake(tx: Context, { event }: NoticeRow, { runway }: SavedChannels): Promise<Date> {
  const now = tx.clock.now();
  const { quietFrom, quietUntil } = runway;
  if (eventRow(event).quiet !== true || quietFrom === null || quietUntil === null) return now;
  const { row } = await readBillingSettings(tx);
  const everyNight = { days: [0, 1, 2, 3, 4, 5, 6], from: quietFrom, until: quietUntil };
  return blackoutEnd([everyNight], row.timezone, now) ?? now;
}

async function adminAddresses(tx: Context): Promise<string[]> {
  const found = await tx.db
    .select({ email: admins.email })
    .from(admins)
    .where(and(inArray(admins.role, ['owner', 'operator']), isNull(admins.disabledAt)))
    .orderBy(admins.id);
  return found.map(({ email }) => email);
}

async function receivers(tx: Context): Promise<number[]> {
  const found = await tx.db
    .select({ id: webhookEndpoints.id })
    .from(webhookEndpoints)
    .where(and(isNull(webhookEndpoints.removedAt), isNull(webhookEndpoints.disabledAt)));
  return found.map(({ id }) => id);
}
