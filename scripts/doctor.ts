import { parseArgs } from 'node:util';
import { drawFindings } from './doctor/draw-findings.ts';
import { examine } from './doctor/examine.ts';
import { runScript } from './run-script.ts';

const usage = `npm run doctor -- [options]   looks at everything billing rests on, and says what to do; exits 1 if something is broken

  It changes nothing: environment, versions, permissions, disk, clocks, migrations, processes, VirtFusion, PayPal, mail.

  --json   the findings as JSON`;

await runScript(async () => {
  const { values } = parseArgs({
    options: { json: { type: 'boolean', default: false }, help: { type: 'boolean', default: false } },
  });
  if (values.help) {
    console.log(usage);
    return 0;
  }
  const findings = await examine();
  const healthy = findings.every(({ verdict }) => verdict !== 'broken');
  console.log(values.json ? JSON.stringify({ healthy, findings }, null, 2) : drawFindings(findings));
  return healthy ? 0 : 1;
});
