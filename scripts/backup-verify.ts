import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { verifyBackup } from '#server/services/backup/verify-backup.ts';
import { openScriptContext } from './open-script-context.ts';
import { totalsText } from './report-backup.ts';
import { runScript } from './run-script.ts';

const usage = `npm run backup:verify -- FILE [options]   proves a backup: restores it into a scratch database beside the live one,
reconciles the ledger and the audit there, compares the totals, and drops it again; exits 1 if anything is wrong

  --yes-this-database   the database is not on this machine, and it is the one I mean`;

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
    name: 'backup-verify',
    yesThisDatabase: values['yes-this-database'],
    prepare: true,
    demoToo: false,
  });
  try {
    const { problems, takenAt, totals } = await verifyBackup(script.ctx, {
      path: resolve(path),
      url: script.ownerUrl,
    });
    console.log(`Taken ${takenAt.toISOString()}\n\n${totalsText(totals)}\n`);
    console.log(problems.length === 0 ? 'Proved: restored, reconciled, and equal.' : problems.join('\n'));
    return problems.length === 0 ? 0 : 1;
  } finally {
    await script.close();
  }
});
