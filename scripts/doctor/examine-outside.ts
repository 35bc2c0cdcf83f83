import type { Context } from '#server/context.ts';
import { checkMail } from '#server/services/channels/check-mail.ts';
import { checksOf } from '#server/services/paypal/test-paypal.ts';
import { testConnection } from '#server/services/settings/test-connection.ts';
import { type Finding, isBroken } from './finding.ts';
import { judgeMail, judgePanel, judgePayPal } from './judge-outside.ts';

/** What we talk to: VirtFusion, PayPal, the mail server. Each is asked, and nothing is sent or saved. */
export async function examineOutside(ctx: Context): Promise<Finding[]> {
  const looks: [string, () => Promise<Finding[]>][] = [
    ['VirtFusion', () => examinePanel(ctx)],
    ['PayPal', () => examinePayPal(ctx)],
    ['mail', async () => [judgeMail(await checkMail(ctx))]],
  ];
  const found: Finding[] = [];
  for (const [about, look] of looks) {
    found.push(...(await look().catch((error: unknown) => [asBroken(about, error)])));
  }
  return found;
}

async function examinePanel(ctx: Context): Promise<Finding[]> {
  const { url, source } = await ctx.panel();
  return judgePanel(url === null || source === 'demo' ? null : await testConnection(ctx, { url }));
}

async function examinePayPal(ctx: Context): Promise<Finding[]> {
  const { account, source } = await ctx.paypal();
  if (account === null || source === 'demo') return judgePayPal(null);
  return judgePayPal(await checksOf(account.client, account.webhookId ?? '', ctx.env.publicUrl));
}

/** Such as a saved secret that the present key does not open. */
function asBroken(about: string, error: unknown): Finding {
  const detail = error instanceof Error ? error.message : String(error);
  return isBroken(
    about,
    detail,
    'Save it anew under Settings, or restore the SECRET_KEY it was saved under.',
  );
}
