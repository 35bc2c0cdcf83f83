import autocannon from 'autocannon';

const CONNECTIONS = 200;
const SECONDS = 60;

/** What many readers got, and what they cost the runs meanwhile. */
export interface LoadFigures {
  requests: number;
  /** Requests without an answer, or with one that is not 200. */
  failed: number;
  /** Milliseconds. */
  p50: number;
  p97_5: number;
  /** Hours billed meanwhile. */
  runs: number;
  runSeconds: number;
  /** Of the runs before, with nobody asking. */
  quietRunSeconds: number;
  /** `runSeconds` in `quietRunSeconds`. */
  slower: number;
}

type Answers = Pick<LoadFigures, 'requests' | 'failed' | 'p50' | 'p97_5'>;

/**
 * Asks for the lists one after another, over 200 connections, each as soon as it was answered, for a minute. Every
 * connection comes from an address of its own: the limit of requests is of an address.
 */
export function askOnAndOn({ url, token, paths }: { url: string; token: string; paths: readonly string[] }): {
  answers: Promise<Answers>;
  isOver(): boolean;
} {
  let over = false;
  let connection = 0;
  const asked = autocannon({
    url,
    connections: CONNECTIONS,
    duration: SECONDS,
    setupClient: (client) => {
      connection += 1;
      const headers = { authorization: `Bearer ${token}`, 'x-forwarded-for': `198.51.100.${connection}` };
      client.setRequests(paths.map((path) => ({ method: 'GET', path, headers })));
    },
  });
  // What it returns can be waited for, and is no promise.
  const answers = Promise.resolve(asked).finally(() => {
    over = true;
  });
  return {
    answers: answers.then(({ requests, errors, non2xx, latency }) => ({
      ...{ requests: requests.total, failed: errors + non2xx },
      ...{ p50: latency.p50, p97_5: latency.p97_5 },
    })),
    isOver: () => over,
  };
}
