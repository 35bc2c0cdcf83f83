import { parseArgs } from 'node:util';
import { openScriptContext } from './open-script-context.ts';
import { reportReconciliation } from './report-reconciliation.ts';
import { runScript } from './run-script.ts';
import { busyHost } from './seed/busy-host.ts';
import { quietMonth } from './seed/quiet-month.ts';
import { seedWorld } from './seed/seed-world.ts';

const worlds = [quietMonth, busyHost];

const usage = `npm run seed [world]   fills an empty database with a named world, through the product's own verbs

${worlds.map(({ name, summary }) => `  ${name.padEnd(14)}${summary}`).join('\n')}

  --yes-this-database   the database is not on this machine, and it is the one I mean

The database is DATABASE_URL, or the live one of DATA_DIR: for a world to play with, DATA_DIR=.data/seed npm run seed`;

await runScript(async () => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      'yes-this-database': { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  const [asked = quietMonth.name] = positionals;
  const world = worlds.find(({ name }) => name === asked);
  if (values.help || !world) {
    console.log(world ? usage : `There is no world "${asked}".\n\n${usage}`);
    return world ? 0 : 1;
  }
  const script = await openScriptContext({
    name: 'seed',
    yesThisDatabase: values['yes-this-database'],
    prepare: true,
    demoToo: false,
  });
  try {
    console.log(`Database ${script.place}\nMaking ${world.name}: ${world.summary} ...`);
    await seedWorld(script.ctx, world);
    const { text, agrees } = await reportReconciliation(script.ctx, {});
    console.log(`\n${text}`);
    console.log(
      '\nTo look at it, start the application on this database with VIRTFUSION_API_URL=http://127.0.0.1:9 and any VIRTFUSION_API_TOKEN: its panel is gone, so its sweeps will say that nobody answers.',
    );
    return agrees ? 0 : 1;
  } finally {
    await script.close();
  }
});
