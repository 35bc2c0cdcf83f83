import type { Answer } from './judge-reply.ts';
import { linkSignals } from './link-signals.ts';
import type { ListedServer } from './model.ts';
import type { ListedPage } from './server-replies.ts';
import { VirtFusionError } from './virtfusion-error.ts';

/** One page of a sweep. Pages have no snapshot: a server missing from all of them must be asked for by its id. */
export interface ServerPage {
  page: number;
  lastPage: number;
  total: number;
  /** The panel's own clock when it answered. */
  date: Date | null;
  /** When it was in, by our clock; pages are fetched ahead of their turn. */
  readAt: Date;
  rows: ListedServer[];
}

type PageReply = Pick<Answer<ListedPage>, 'value' | 'date' | 'readAt'>;

export type FetchPage = (page: number, signal: AbortSignal) => Promise<PageReply>;

export const listRoute = 'GET /servers';

/**
 * Every page, in order: the first alone, then several at once, up to the last page that any reply names, as a list
 * may grow under our eyes. The first page that fails ends the sweep, and the requests under way with it.
 * @throws VirtFusionError
 */
export async function* serverPages(
  fetchPage: FetchPage,
  options: { atOnce: number; signal?: AbortSignal },
): AsyncGenerator<ServerPage, void, undefined> {
  const leaving = new AbortController();
  const { signal, unlink } = linkSignals([leaving.signal, options.signal]);
  try {
    const first = await fetchPage(1, signal);
    let lastPage = first.value.lastPage;
    let next = 2;
    const ahead: ReturnType<FetchPage>[] = [];
    const fetchAhead = () => {
      while (next <= lastPage && ahead.length < options.atOnce)
        ahead.push(heldBack(fetchPage(next++, signal)));
    };
    fetchAhead();
    yield pageOf(1, first);
    for (let page = 2; page <= lastPage; page++) {
      fetchAhead();
      const reply = await ahead.shift();
      if (reply === undefined) throw new Error('a page up to the last one is always fetched ahead');
      if (reply.value.perPage !== first.value.perPage) throw mismatch(page, reply);
      lastPage = Math.max(lastPage, reply.value.lastPage);
      fetchAhead();
      yield pageOf(page, reply);
    }
  } finally {
    leaving.abort();
    unlink();
  }
}

function pageOf(page: number, { value, date, readAt }: PageReply): ServerPage {
  const { lastPage, total, rows } = value;
  return { page, lastPage, total, date, readAt, rows };
}

/** A page that fails before its turn is thrown in its turn; until then nobody listens. */
function heldBack<T>(fetched: Promise<T>): Promise<T> {
  fetched.catch(() => undefined);
  return fetched;
}

/** Pages of different lengths leave rows between them that neither shows. */
function mismatch(page: number, { date, readAt }: PageReply): VirtFusionError {
  return new VirtFusionError({
    outcome: 'unknown',
    status: 200,
    route: listRoute,
    errors: [`page ${page} is of another length than page 1`],
    retryAfterMs: null,
    requestSent: true,
    date,
    readAt,
    transient: false,
  });
}
