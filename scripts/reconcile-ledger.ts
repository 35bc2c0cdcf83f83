import { parseArgs } from 'node:util';
import { createPanelFinder } from '#server/services/settings/find-panel.ts';
import { openScriptContext } from './open-script-context.ts';
import { reportReconciliation } from './report-reconciliation.ts';
import { runScript } from './run-script.ts';

const usage = `npm run reconcile -- [options]   proves the books from their rows; exits 1 if anything differs

  --since YYYY-MM   work out the charges anew from this month on only
  --external        read what is outside anew, and prove the ledger against it: VirtFusion's credit; keeps the outcome
  --json            the differences as JSON
  --yes-this-database   the database is not on this machine, and it is the one I mean`;

await runScript(async () => {
  const { values } = parseArgs({
    options: {
      since: { type: 'string' },
      external: { type: 'boolean', default: false },
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
    name: 'reconcile-ledger',
    yesThisDatabase: values['yes-this-database'],
    prepare: false,
  });
  // By the settings of the database that is looked at: a demo's customers are nobody's in the live panel.
  const finder = createPanelFinder(script.ctx);
  try {
    const ctx = { ...script.ctx, panel: finder.panel };
    const { text, agrees } = await reportReconciliation(ctx, values);
    console.log(values.json ? text : `Database ${script.place}\n\n${text}`);
    return agrees ? 0 : 1;
  } finally {
    await finder.close();
    await script.close();
  }
});
