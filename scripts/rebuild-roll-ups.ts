import { parseArgs } from 'node:util';
import { rebuildRollUps } from '#server/services/roll-ups/rebuild-roll-ups.ts';
import { openScriptContext } from './open-script-context.ts';
import { runScript } from './run-script.ts';

const usage = `npm run rebuild-roll-ups -- [options]   makes the sums that reports read anew from the charges

  --yes-this-database   the database is not on this machine, and it is the one I mean`;

await runScript(async () => {
  const { values } = parseArgs({
    options: {
      'yes-this-database': { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(usage);
    return 0;
  }
  const script = await openScriptContext({
    name: 'rebuild-roll-ups',
    yesThisDatabase: values['yes-this-database'],
    prepare: false,
  });
  try {
    const months = await rebuildRollUps(script.ctx);
    console.log(
      `Database ${script.place}\n\nRebuilt ${months.join(', ') || 'nothing: no hour is charged yet'}.`,
    );
    return 0;
  } finally {
    await script.close();
  }
});
