import { databaseName, isLocalDatabase } from '#server/db/databases.ts';

/** The option that says: I know which database this is. */
export const YES_THIS_DATABASE = 'yes-this-database';

/** @throws Error unless the database is on this machine, or the caller was told that this one is meant. */
export function refuseRemoteDatabase(url: string, { yesThisDatabase }: { yesThisDatabase: boolean }): void {
  if (yesThisDatabase || isLocalDatabase(url)) return;
  throw new Error(
    `The database ${databaseName(url)} at ${new URL(url).host} is not on this machine, so this script leaves it alone. Run it again with --${YES_THIS_DATABASE} if it is the one you mean.`,
  );
}
