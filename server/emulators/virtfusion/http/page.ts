import { paginate } from '../wire/paginate.ts';
import type { Call } from './call.ts';
import { invalid, Refusal, type Reply } from './reply.ts';

const MOST_RESULTS = 200;

/** A page of a list whose rows are made only once they are known to be on it. */
export function pageOf<Item>(
  call: Call,
  list: { items: readonly Item[]; bodyOf: (item: Item) => unknown; keepsResults: boolean },
): Reply {
  const perPage = resultsOf(call);
  const page = Math.max(1, wholeNumber(call.query.page) ?? 1);
  const items = call.distortion.emptyList ? [] : list.items;
  const shift = page > 1 ? call.distortion.pageShift : 0;
  const start = (page - 1) * perPage + shift;
  const rows = items.slice(start, start + perPage).map(list.bodyOf);
  const { keepsResults } = list;
  const path = `/api/v1${call.path}`;
  return {
    status: 200,
    body: paginate({ path, page, perPage, total: items.length, data: rows, keepsResults }),
  };
}

/** A whole list under `data`. */
export function listOf<Item>(call: Call, items: readonly Item[], bodyOf: (item: Item) => unknown): Reply {
  return { status: 200, body: { data: call.distortion.emptyList ? [] : items.map(bodyOf) } };
}

function resultsOf(call: Call): number {
  const asked = wholeNumber(call.query.results);
  if (asked === undefined) return 20;
  if (asked >= 1 && asked <= MOST_RESULTS) return asked;
  if (call.world.behaviour.resultsOutOfRange === 'clamp') return Math.min(MOST_RESULTS, Math.max(1, asked));
  throw new Refusal(invalid({ results: ['The results must be between 1 and 200.'] }));
}

function wholeNumber(value: unknown): number | undefined {
  return typeof value === 'string' && /^-?\d{1,9}$/.test(value) ? Number(value) : undefined;
}
