import { parseArgs } from 'node:util';
import { proveReload } from './reload/prove-reload.ts';
import { runScript } from './run-script.ts';

const usage = `npm run test:reload -- [options]   reloads the processes of ecosystem.config.js under load; exits 1 if a request was lost

  On a database, a VirtFusion and a PM2 of its own, all gone afterwards. Wants the application built: npm run build.

  --reloads N   how often (default: 2)`;

await runScript(async () => {
  const { values } = parseArgs({
    options: { reloads: { type: 'string', default: '2' }, help: { type: 'boolean', default: false } },
  });
  if (values.help) {
    console.log(usage);
    return 0;
  }
  const { lines, lossless } = await proveReload({ reloads: Number(values.reloads) });
  console.log(lines.join('\n'));
  return lossless ? 0 : 1;
});
