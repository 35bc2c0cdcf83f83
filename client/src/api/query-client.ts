import { QueryClient, type QueryKey } from '@tanstack/react-query';
import { ApiError } from './call.ts';

const RETRIES = 2;

/** The cache of everything read from the API: fresh for 10 seconds, read again when the window is looked at. */
export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: { staleTime: 10_000, refetchOnWindowFocus: true, retry: worthRetrying, retryDelay },
      mutations: { retry: false },
    },
  });
}

/** A refusal stays a refusal; only a server that failed or was not reached is asked again. */
function worthRetrying(failures: number, error: Error): boolean {
  if (error instanceof ApiError && error.status >= 400 && error.status < 500) return false;
  return failures < RETRIES;
}

function retryDelay(failures: number): number {
  return Math.min(1000 * 2 ** failures, 8000);
}

/**
 * Puts the reply of a save into the cache. Reads under way are dropped first: they began before the save and
 * would bring the old record back.
 */
export async function keepReply<Reply>(client: QueryClient, key: QueryKey, reply: Reply): Promise<void> {
  await client.cancelQueries({ queryKey: key });
  client.setQueryData(key, reply);
}
