import { parseArgs } from 'node:util';
import { isLocalDatabase } from '#server/db/databases.ts';
import { grantAppRole, userOf } from '#server/db/grant-app-role.ts';
import { migrate } from '#server/db/migrate.ts';
import { readEnv } from '#server/env.ts';
import { createLog } from '#server/log.ts';
import { refuseRemoteDatabase, YES_THIS_DATABASE } from './refuse-remote-database.ts';
import { runScript } from './run-script.ts';

const usage = `npm run db:grant -- [options]   brings the database up to date as its owner, and gives the application its rights

  --role ROLE           the application's role (default: the user of DATABASE_URL)
  --${YES_THIS_DATABASE}   the database is not on this machine, and it is the one I mean

DATABASE_OWNER_URL says who owns the tables. Run it after every upgrade where the application itself is not given that
variable; where it is, each start does the same by itself.`;

await runScript(async () => {
  const { values } = parseArgs({
    options: {
      role: { type: 'string' },
      [YES_THIS_DATABASE]: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(usage);
    return 0;
  }
  const { databaseUrl, databaseOwnerUrl } = readEnv();
  if (!databaseUrl || !databaseOwnerUrl) {
    throw new Error(
      'Set DATABASE_URL (the application) and DATABASE_OWNER_URL (the owner of the tables). The bundled server does this by itself.',
    );
  }
  const yesThisDatabase = values[YES_THIS_DATABASE] === true;
  if (!isLocalDatabase(databaseOwnerUrl)) refuseRemoteDatabase(databaseOwnerUrl, { yesThisDatabase });
  const role = values.role ?? userOf(databaseUrl);
  const log = createLog({ level: 'warn' }, process.stderr);
  await migrate({ url: databaseOwnerUrl, log });
  await grantAppRole({ ownerUrl: databaseOwnerUrl, role, log });
  console.log(
    `${role} works with the rows and owns nothing: no DDL, and no UPDATE or DELETE on charges, transactions, audit and every other table that only grows.`,
  );
  return 0;
});
