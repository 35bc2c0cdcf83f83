import type { Context } from '#server/context.ts';
import { historyMonth } from '#server/services/history/history-month.ts';
import { listMonths, type MonthState } from '#server/services/history/list-months.ts';
import { shortenMonth } from '#server/services/history/shorten-month.ts';
import { asTable } from './as-table.ts';

/** Packs the month that is asked for, if any, and says how all of them stand, for people or as JSON. */
export async function reportHistory(
  ctx: Context,
  { pack, json = false }: { pack?: string | undefined; json?: boolean | undefined },
): Promise<string> {
  if (pack !== undefined) await shortenMonth(ctx, { month: monthNamed(pack) });
  const months = await listMonths(ctx);
  return json ? JSON.stringify(months, null, 2) : inWords(months);
}

function monthNamed(text: string) {
  if (!/^\d{4}-(0[1-9]|1[0-2])$/.test(text))
    throw new Error(`--pack wants a month such as 2027-01, not "${text}"`);
  return historyMonth(new Date(`${text}-01T00:00:00Z`));
}

function inWords(months: readonly MonthState[]): string {
  if (months.length === 0) return 'There is no month of charges yet.';
  return asTable(
    ['month', 'state', 'in full', 'charges', 'file, or why it is not packed'],
    months.map(({ name, state, bytesInFull, charges, file, reason }) => [
      name,
      words[state],
      `${(bytesInFull / 1e6).toFixed(1)} MB`,
      charges === null ? '' : String(charges),
      file ?? reason ?? (state === 'full' ? 'It may be packed.' : ''),
    ]),
  );
}

const words: Record<MonthState['state'], string> = {
  full: 'in full',
  packing: 'being packed',
  packed: 'packed, in full too',
  exported: 'packed, in full too',
  emptied: 'packed',
};
