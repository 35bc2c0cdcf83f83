import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { restoreBackup } from '#server/services/backup/restore-backup.ts';
import { openScriptContext } from './open-script-context.ts';
import { totalsText } from './report-backup.ts';
import { runScript } from './run-script.ts';

const usage = `npm run restore -- FILE [options]   puts a backup into the database of DATABASE_URL, or the bundled one of DATA_DIR

  --yes-this-database   the database is not on this machine, and it is the one I mean

Stop the application first. The database is made where it is missing. One that holds a ledger is refused: all of a backup
is put in place of what is there, or nothing.`;

await runScript(async () => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      'yes-this-database': { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  const [path] = positionals;
  if (values.help || path === undefined) {
    console.log(usage);
    return values.help ? 0 : 1;
  }
  const script = await openScriptContext({
    name: 'restore',
    yesThisDatabase: values['yes-this-database'],
    prepare: true,
    demoToo: false,
  });
  try {
    const { takenAt, totals } = await restoreBackup(script.ctx, {
      path: resolve(path),
      url: script.ownerUrl,
    });
    console.log(`Database ${script.place}\nTaken    ${takenAt.toISOString()}\n\n${totalsText(totals)}\n`);
    console.log(
      'Restored. Start the application: its next run bills the hours since, or waits for an admin where they are many.',
    );
    console.log(
      'Then run npm run reconcile and npm run audit:verify, and see md-docs/backup.md for what came in meanwhile.',
    );
    return 0;
  } finally {
    await script.close();
  }
});
