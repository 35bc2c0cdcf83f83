import { parseArgs } from 'node:util';
import { explainBillingToggle } from './billing-settings/explain-billing-toggle.ts';
import { scriptApi } from './billing-settings/script-api.ts';
import { openScriptContext } from './open-script-context.ts';
import { runScript } from './run-script.ts';

const usage = `npx tsx scripts/debug-hourly-billing-toggle.ts [options]

Prints the toggle of hourly billing at every station and names the first that differs. Changes nothing.
Exits 1 if a station differs.

  --token TOKEN         an API token: asks the running application too
  --api URL             where it answers (default: http://localhost and PORT)
  --yes-this-database   the database is not on this machine, and it is the one I mean`;

await runScript(async () => {
  const { values } = parseArgs({
    options: {
      token: { type: 'string' },
      api: { type: 'string' },
      'yes-this-database': { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(usage);
    return 0;
  }
  const script = await openScriptContext({
    name: 'debug-hourly-billing-toggle',
    yesThisDatabase: values['yes-this-database'],
    prepare: false,
  });
  try {
    const url = values.api ?? `http://localhost:${script.ctx.env.port}`;
    const door = values.token ? scriptApi({ url, token: values.token }) : null;
    console.log(`Database ${script.place}\n`);
    const { text, firstThatDiffers } = await explainBillingToggle(script.ctx, { door });
    console.log(text);
    return firstThatDiffers === null ? 0 : 1;
  } finally {
    await script.close();
  }
});
