import type { Caller } from './caller.ts';
import type { ExtRelationId } from './ids.ts';
import type { Currency, HourlyStats } from './model.ts';
import { creditReply, currenciesReply, hourlyStatsReply } from './replies.ts';

export interface PostCredit {
  extRelationId: ExtRelationId;
  /** Exact decimal text; negative deducts (accepted since 6.0.0). Sent to the digit. */
  tokens: string;
  /** Our own number of the charge, below 2^53; shown in the panel. */
  reference1?: number;
  /** Up to 1000 characters; shown in the panel. */
  reference2?: string;
  /** Keeps it from being sent once aborted; what was sent is waited for all the same. */
  signal?: AbortSignal;
}

export interface SelfServiceCalls {
  /** The price of one token in each currency. @throws VirtFusionError */
  currencies(): Promise<Currency[]>;
  /** Balance and the month's totals; the only place where a balance can be read. @throws VirtFusionError */
  hourlyStats(extRelationId: ExtRelationId, query?: { periods?: string[] }): Promise<HourlyStats>;
  /**
   * Moves a balance. Knows no idempotency and is never repeated: on `unknown` with `requestSent` compare balances.
   * @throws VirtFusionError; RangeError for what cannot be sent
   */
  postCredit(credit: PostCredit): Promise<{ creditId: number }>;
  /** Takes back one entry as a whole. Never repeated. @throws VirtFusionError */
  cancelCredit(creditId: number): Promise<void>;
}

const creditTemplate = '/selfService/credit/byUserExtRelationId/{extRelationId}';
const statsTemplate = '/selfService/hourlyStats/byUserExtRelationId/{extRelationId}';

/** The calls keyed on the external relation id, on their routes. */
export function selfServiceCalls(caller: Caller): SelfServiceCalls {
  return {
    async currencies() {
      const path = '/selfService/currencies';
      return (await caller.call({ method: 'GET', template: path, path, reply: currenciesReply })).value;
    },
    async hourlyStats(extRelationId, query) {
      const periods = (query?.periods ?? []).map((period): [string, string] => ['period[]', period]);
      const answer = await caller.call({
        method: 'GET',
        template: statsTemplate,
        path: `/selfService/hourlyStats/byUserExtRelationId/${extRelationId}`,
        query: [...periods, ['range', 'm']],
        reply: hourlyStatsReply,
      });
      return answer.value;
    },
    async postCredit(credit) {
      const answer = await caller.call({
        method: 'POST',
        template: creditTemplate,
        path: `/selfService/credit/byUserExtRelationId/${credit.extRelationId}`,
        body: creditBody(credit),
        reply: creditReply,
        signal: credit.signal,
      });
      return answer.value;
    },
    async cancelCredit(creditId) {
      await caller.call({
        method: 'DELETE',
        template: '/selfService/credit/{creditId}',
        path: `/selfService/credit/${creditId}`,
        reply: null,
      });
    },
  };
}

/** Written by hand as far as the amount goes: through a JavaScript number it might arrive as another one. */
function creditBody({ tokens, reference1, reference2 }: PostCredit): string {
  if (!/^-?(0|[1-9]\d{0,15})(\.\d{1,10})?$/.test(tokens) || !/[1-9]/.test(tokens)) {
    throw new RangeError('tokens must be an exact decimal other than zero');
  }
  if (reference1 !== undefined && !(Number.isSafeInteger(reference1) && reference1 > 0)) {
    throw new RangeError('reference1 must be a whole number from 1 to below 2^53');
  }
  if (reference2 !== undefined && reference2.length > 1000) {
    throw new RangeError('reference2 must have at most 1000 characters');
  }
  const references = JSON.stringify({ reference_1: reference1, reference_2: reference2 });
  return references === '{}' ? `{"tokens":${tokens}}` : `{"tokens":${tokens},${references.slice(1)}`;
}
