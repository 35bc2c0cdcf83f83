import { parseArgs } from 'node:util';
import { openScriptContext } from './open-script-context.ts';
import { reportHistory } from './report-history.ts';
import { runScript } from './run-script.ts';

const usage = `npm run history -- [options]   lists the months of charges, or packs one

  --pack YYYY-MM   pack this month now, whether the nightly packing is on or not; the settings "Months in full" and
                   "Write a file of each month first" hold. It goes on where it was stopped.
  --json           the months as JSON
  --yes-this-database   the database is not on this machine, and it is the one I mean`;

await runScript(async () => {
  const { values } = parseArgs({
    options: {
      pack: { type: 'string' },
      json: { type: 'boolean', default: false },
      'yes-this-database': { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(usage);
    return 0;
  }
  const script = await openScriptContext({
    name: 'history',
    yesThisDatabase: values['yes-this-database'],
    prepare: false,
  });
  try {
    const text = await reportHistory(script.ctx, values);
    console.log(values.json ? text : `Database ${script.place}\n\n${text}`);
    return 0;
  } finally {
    await script.close();
  }
});
