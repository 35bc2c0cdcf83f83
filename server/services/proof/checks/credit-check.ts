import { arithmeticDifferences, bookDifferences, chainDifferences } from '../../credit/credit-laws.ts';
import { countUnread, noteTold, unclearPostings, untoldMovements } from '../../credit/credit-outside.ts';
import { readCredits } from '../../credit/read-credits.ts';
import { readWalletSettings } from '../../settings/wallet-mode.ts';
import { keptOf, type ProofCheck } from '../proof-check.ts';

/**
 * What was carried to VirtFusion's credit: every posting that arrived is a transaction of the ledger and the other way
 * round; its tokens and remainder are worth what was owed; and no credit moved that we did not post. VirtFusion lists no
 * entries, so the last is told from balances, each read anew.
 */
export const creditCheck: ProofCheck = {
  name: 'credit',
  prove: async (ctx, { readSince, signal }) => {
    const { mode, othersAddCredit } = await readWalletSettings(ctx);
    const failure = mode === 'virtfusion' ? await readAnew() : null;
    const { differences, checked } = await bookDifferences(ctx);
    const moved = await untoldMovements(ctx, { risesAreFine: othersAddCredit });
    const all = [
      ...differences,
      ...(await arithmeticDifferences(ctx)),
      ...(await chainDifferences(ctx)),
      ...(await unclearPostings(ctx)),
      ...moved.map(({ difference }) => difference),
    ];
    const problem = failure ?? (await problemOf());
    return { ...keptOf(all), checked, problem, noteTold: (tx) => noteTold(tx, moved) };

    async function readAnew(): Promise<string | null> {
      try {
        await readCredits(ctx, { since: readSince, signal });
        return null;
      } catch (error) {
        return `VirtFusion's balances could not be read: ${error instanceof Error ? error.message : String(error)}`;
      }
    }

    async function problemOf(): Promise<string | null> {
      if (mode !== 'virtfusion') return null;
      const unread = await countUnread(ctx, readSince);
      if (unread === 0) return null;
      return unread === 1
        ? 'The credit of 1 customer could not be read: its page says why.'
        : `The credit of ${unread} customers could not be read: their pages say why.`;
    }
  },
};
