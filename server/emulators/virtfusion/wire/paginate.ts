/** Page addresses name an internal host, as on real panels: nobody should follow them. */
const INTERNAL_HOST = 'https://192.168.3.11';

export interface Page {
  /** Path below the host, such as `/api/v1/servers`. */
  path: string;
  page: number;
  perPage: number;
  total: number;
  data: unknown[];
  /** `/servers` loses every parameter but `page`; hypervisors and groups keep `results`. */
  keepsResults: boolean;
}

/** The envelope of a paginated list: paginator keys beside `data`. */
export function paginate({ path, page, perPage, total, data, keepsResults }: Page): Record<string, unknown> {
  const lastPage = Math.max(1, Math.ceil(total / perPage));
  const base = INTERNAL_HOST + path;
  const urlOf = (number: number) => `${base}?${keepsResults ? `results=${perPage}&` : ''}page=${number}`;
  const urlWithin = (number: number) => (number < 1 || number > lastPage ? null : urlOf(number));
  const from = data.length === 0 ? null : (page - 1) * perPage + 1;
  return {
    current_page: page,
    data,
    first_page_url: urlOf(1),
    from,
    last_page: lastPage,
    last_page_url: urlOf(lastPage),
    links: [
      { url: urlWithin(page - 1), label: '&laquo; Previous', active: false },
      ...pageNumbers(page, lastPage).map((number) =>
        number === null
          ? { url: null, label: '...', active: false }
          : { url: urlOf(number), label: String(number), active: number === page },
      ),
      { url: urlWithin(page + 1), label: 'Next &raquo;', active: false },
    ],
    next_page_url: urlWithin(page + 1),
    path: base,
    per_page: perPage,
    prev_page_url: urlWithin(page - 1),
    to: from === null ? null : from + data.length - 1,
    total,
  };
}

/** Laravel's window of page numbers: all of a few, else both ends and three to each side; null is a gap. */
function pageNumbers(page: number, lastPage: number): (number | null)[] {
  const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, step) => from + step);
  if (lastPage < 14) return range(1, lastPage);
  const ends = { first: [1, 2], last: [lastPage - 1, lastPage] };
  if (page <= 7) return [...range(1, 10), null, ...ends.last];
  if (page > lastPage - 7) return [...ends.first, null, ...range(lastPage - 9, lastPage)];
  return [...ends.first, null, ...range(page - 3, page + 3), null, ...ends.last];
}
