import { parseArgs } from 'node:util';
import { parseHead } from '#server/services/audit/verify-audit.ts';
import { openScriptContext } from './open-script-context.ts';
import { reportAudit } from './report-audit.ts';
import { runScript } from './run-script.ts';

const usage = `npm run audit:verify -- [options]   works the chain of the audit out anew; exits 1 if anything differs

  --head HEAD   a head that was noted down elsewhere, such as 1234:9f86…: it must still be in the chain
  --json        the differences as JSON
  --yes-this-database   the database is not on this machine, and it is the one I mean

It prints the head. Note it down where nobody who administers the database can write: with it, a later look also sees
that the end was cut off or that everything was written anew.`;

await runScript(async () => {
  const { values } = parseArgs({
    options: {
      head: { type: 'string', multiple: true, default: [] },
      json: { type: 'boolean', default: false },
      'yes-this-database': { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(usage);
    return 0;
  }
  const noted = values.head.map(parseHead);
  const script = await openScriptContext({
    name: 'audit-verify',
    yesThisDatabase: values['yes-this-database'],
    prepare: false,
  });
  try {
    const { text, agrees } = await reportAudit(script.ctx, { noted, json: values.json });
    console.log(values.json ? text : `Database ${script.place}\n\n${text}`);
    return agrees ? 0 : 1;
  } finally {
    await script.close();
  }
});
