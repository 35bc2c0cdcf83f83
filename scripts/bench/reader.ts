import { constants, setPriority } from 'node:os';
import autocannon from 'autocannon';
import type { FromReader, ReaderOptions } from './messages.ts';

// The many who read lists. They sit elsewhere, so their own work must not slow what is measured here: the system lets
// everybody else go first.
setPriority(constants.priority.PRIORITY_LOW);

const { url, token, paths, connections, seconds } = JSON.parse(process.argv[2] ?? '{}') as ReaderOptions;
const tell = (message: FromReader) => process.connected && process.send?.(message);

let connection = 0;
process.on('message', async () => {
  const { requests, errors, non2xx, latency } = await autocannon({
    url,
    connections,
    duration: seconds,
    setupClient: (client) => {
      connection += 1;
      // An address of its own for each: the limit of requests is of an address.
      const headers = { authorization: `Bearer ${token}`, 'x-forwarded-for': `198.51.100.${connection}` };
      client.setRequests(paths.map((path) => ({ method: 'GET', path, headers })));
    },
  });
  const answers = { requests: requests.total, failed: errors + non2xx };
  tell({ kind: 'answered', answers: { ...answers, p50: latency.p50, p97_5: latency.p97_5 } });
});
process.on('disconnect', () => process.exit(0));
tell({ kind: 'ready' });
