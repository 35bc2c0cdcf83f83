import type { Env } from '../env.ts';
import type { Log } from '../log.ts';
import { ensureDatabase, withDatabaseName } from './databases.ts';
import type { EmbeddedPostgres } from './embedded-postgres.ts';
import { ensureRole, grantAppRole, userOf } from './grant-app-role.ts';
import { migrate } from './migrate.ts';

/** One database as two users: whose the tables are, and who works with their rows. Often the same. */
export interface DatabaseUrls {
  owner: string;
  app: string;
}

/** How a database of this name is reached: on the bundled server, else as the environment says. */
export function urlsFor(
  { databaseUrl, databaseOwnerUrl }: Pick<Env, 'databaseUrl' | 'databaseOwnerUrl'>,
  server: EmbeddedPostgres | null,
  name: string,
): DatabaseUrls {
  if (server) return { owner: server.url(name), app: server.appUrl(name) };
  if (!databaseUrl) throw new Error('Without DATABASE_URL there is the bundled server');
  return {
    owner: withDatabaseName(databaseOwnerUrl ?? databaseUrl, name),
    app: withDatabaseName(databaseUrl, name),
  };
}

/**
 * Makes a database where it is missing, brings it up to date as its owner, and gives the application its rights where
 * that is another user; on the bundled server that user is made as well. Safe to repeat, and for several at once.
 */
export async function prepareDatabase(
  { owner, app }: DatabaseUrls,
  { embedded, log }: { embedded: boolean; log: Log },
): Promise<void> {
  await ensureDatabase(owner);
  await migrate({ url: owner, log });
  if (userOf(owner) === userOf(app)) return;
  if (embedded) await ensureRole({ ownerUrl: owner, appUrl: app });
  await grantAppRole({ ownerUrl: owner, role: userOf(app), log });
}
