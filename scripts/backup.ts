import { dirname, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { databaseName } from '#server/db/databases.ts';
import { dropOldBackups } from '#server/services/backup/drop-old-backups.ts';
import { verifyBackup } from '#server/services/backup/verify-backup.ts';
import { writeBackup } from '#server/services/backup/write-backup.ts';
import { openScriptContext } from './open-script-context.ts';
import { readOptions } from './read-options.ts';
import { inBytes, totalsText } from './report-backup.ts';
import { runScript } from './run-script.ts';

const usage = `npm run backup -- [options]   writes the whole ledger into one encrypted file, while the application runs

  --to FOLDER   where to (default: BACKUP_DIR)
  --verify      then prove it: restore it into a scratch database, reconcile there, drop that again
  --keep N      then remove the oldest beyond N; never the last that was proved, nor a newer one
  --yes-this-database   the database is not on this machine, and it is the one I mean

It opens only with the key it was made under: BACKUP_KEY, else SECRET_KEY, else the file secret-key in DATA_DIR. Keep that
key somewhere else than the backups, and than this machine.`;

await runScript(async () => {
  const { values } = parseArgs({
    options: {
      to: { type: 'string' },
      verify: { type: 'boolean', default: false },
      keep: { type: 'string' },
      'yes-this-database': { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(usage);
    return 0;
  }
  const { keep } = readOptions(
    z.object({ keep: z.coerce.number().int('a whole number').min(1, 'at least 1').optional() }),
    { keep: values.keep },
  );
  const script = await openScriptContext({
    name: 'backup',
    yesThisDatabase: values['yes-this-database'],
    prepare: false,
    demoToo: false,
  });
  try {
    const { ctx, ownerUrl: url } = script;
    const folder = values.to === undefined ? ctx.env.backupDir : resolve(values.to);
    if (folder === undefined) throw new Error('Say where to: --to FOLDER, or BACKUP_DIR in the environment.');
    const { path, bytes, totals } = await writeBackup(ctx, { url, folder });
    console.log(
      `Database ${script.place}\nBackup   ${path}\nSize     ${inBytes(bytes)}\n\n${totalsText(totals)}`,
    );
    if (values.verify) {
      const { problems } = await verifyBackup(ctx, { path, url });
      console.log(
        problems.length === 0 ? '\nProved: restored, reconciled, and equal.' : `\n${problems.join('\n')}`,
      );
      if (problems.length > 0) return 1;
    }
    if (keep !== undefined) {
      const gone = await dropOldBackups(ctx, { folder: dirname(path), database: databaseName(url), keep });
      for (const file of gone) console.log(`Removed  ${file}`);
    }
    return 0;
  } finally {
    await script.close();
  }
});
