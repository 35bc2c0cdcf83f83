import { parseArgs } from 'node:util';
import { checkBillingSave } from './billing-settings/check-billing-save.ts';
import { openScriptContext } from './open-script-context.ts';
import { runScript } from './run-script.ts';

const usage = `npx tsx scripts/test-hourly-billing-save.ts [options]

Saves the three settings of hourly billing, reads them back at every station, and puts back what was there.
Exits 1 if any station has something else than what was saved.

  --api URL             where the application answers (default: http://localhost and PORT)
  --yes-this-database   the database is not on this machine, and it is the one I mean`;

await runScript(async () => {
  const { values } = parseArgs({
    options: {
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
    name: 'test-hourly-billing-save',
    yesThisDatabase: values['yes-this-database'],
    prepare: true,
  });
  try {
    const { port } = script.ctx.env;
    const apiUrl = values.api ?? (port === 0 ? null : `http://localhost:${port}`);
    console.log(`Database ${script.place}\n`);
    const { text, differences } = await checkBillingSave(script.ctx, { apiUrl });
    console.log(text);
    return differences === 0 ? 0 : 1;
  } finally {
    await script.close();
  }
});
