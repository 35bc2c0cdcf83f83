import autocannon from 'autocannon';

/** One list as a page asks for it. */
export interface ListLatency {
  path: string;
  requests: number;
  /** Milliseconds. */
  p50: number;
  p95: number;
}

/** Every list, paged, sorted, filtered and searched; `runId` is of a run with charges. */
export function listPaths({ runId, customerId }: { runId: number; customerId: number }): string[] {
  const after = Buffer.from(JSON.stringify(['id', 50_000])).toString('base64url');
  return [
    ...[
      'servers',
      'servers?sort=name',
      'servers?search=server-777',
      'servers?search=server',
      'servers?search=none',
    ],
    ...[
      'servers?state=stopped',
      'servers?packageId=3&search=99',
      'servers?setAside=no',
      `servers?cursor=${after}`,
    ],
    ...[
      'customers',
      'customers?sort=name',
      'customers?sort=balance',
      'customers?search=777',
      'customers?search=none',
    ],
    ...['runs', 'runs?status=done', `runs/${runId}/charges`, `runs/${runId}/set-aside`],
    ...['transactions', 'transactions?kind=adjustment', `transactions?runId=${runId}`],
    ...[`transactions?customerId=${customerId}`, 'audit', 'alerts', 'rates', `servers/${customerId}/charges`],
  ].map((path) => `/api/admin/${path}`);
}

const SECONDS = 2;
/** Within the limit of an address. */
const REQUESTS_PER_SECOND = 18;

/** Asks for one list for two seconds. @throws Error when an answer is not 200 */
export async function measureList({
  url,
  token,
  path,
  index,
}: {
  url: string;
  token: string;
  path: string;
  index: number;
}): Promise<ListLatency> {
  // Its own figures know no 95th percentile.
  const took: number[] = [];
  const { requests, non2xx, errors, statusCodeStats } = await new Promise<autocannon.Result>(
    (resolve, reject) => {
      const asking = autocannon(
        {
          url: url + path,
          headers: { authorization: `Bearer ${token}`, 'x-forwarded-for': `198.51.100.${index + 1}` },
          connections: 2,
          overallRate: REQUESTS_PER_SECOND,
          duration: SECONDS,
        },
        (error, result) => (error ? reject(error) : resolve(result)),
      );
      asking.on('response', (_client, _status, _bytes, ms) => took.push(ms));
    },
  );
  if (non2xx + errors > 0)
    throw new Error(`${path} failed ${errors} times, and answered ${JSON.stringify(statusCodeStats)}.`);
  const within = (share: number) =>
    took.toSorted((one, other) => one - other)[Math.ceil(took.length * share) - 1];
  const [p50, p95] = [within(0.5), within(0.95)];
  if (p50 === undefined || p95 === undefined) throw new Error(`${path} answered nothing in ${SECONDS} s.`);
  return { path, requests: requests.total, p50: Math.round(p50), p95: Math.round(p95) };
}
