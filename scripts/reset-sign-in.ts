import { randomBytes } from 'node:crypto';
import { parseArgs } from 'node:util';
import { resetSignIn } from '#server/services/admins/reset-sign-in.ts';
import { openScriptContext } from './open-script-context.ts';
import { runScript } from './run-script.ts';

const usage = `npm run reset-sign-in -- --email EMAIL   lets an admin in again who is locked out: a new password,
printed once; no second factor; enabled; every session of theirs ended

  --yes-this-database   the database is not on this machine, and it is the one I mean`;

await runScript(async () => {
  const { values } = parseArgs({
    options: {
      email: { type: 'string' },
      'yes-this-database': { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help || values.email === undefined) {
    console.log(usage);
    return values.help ? 0 : 1;
  }
  const script = await openScriptContext({
    name: 'reset-sign-in',
    yesThisDatabase: values['yes-this-database'],
    prepare: true,
  });
  try {
    const password = randomBytes(15).toString('base64url');
    const { email, role } = await resetSignIn(script.ctx, { email: values.email, password });
    console.log(
      `Database ${script.place}\nAdmin    ${email}, ${role}\nPassword ${password}   (shown this once)`,
    );
    return 0;
  } finally {
    await script.close();
  }
});
