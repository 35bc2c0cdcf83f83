import { randomBytes } from 'node:crypto';
import { text } from 'node:stream/consumers';
import { parseArgs } from 'node:util';
import { createAdmin, newAdmin } from '#server/services/admins/create-admin.ts';
import { roles } from '#shared/auth/roles.ts';
import { openScriptContext } from './open-script-context.ts';
import { readOptions } from './read-options.ts';
import { runScript } from './run-script.ts';

const usage = `npm run create-admin -- --email EMAIL [options]   adds an admin and prints the password once

  --name NAME           shown in the audit (default: the e-mail)
  --role ROLE           ${roles.join(', ')} (default: owner)
  --password-stdin      read the password from standard input; else one is made
  --yes-this-database   the database is not on this machine, and it is the one I mean`;

await runScript(async () => {
  const { values } = parseArgs({
    options: {
      email: { type: 'string' },
      name: { type: 'string' },
      role: { type: 'string', default: 'owner' },
      'password-stdin': { type: 'boolean', default: false },
      'yes-this-database': { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help || values.email === undefined) {
    console.log(usage);
    return values.help ? 0 : 1;
  }
  const given = values['password-stdin'] ? (await text(process.stdin)).replace(/\r?\n$/, '') : null;
  const password = given ?? randomBytes(15).toString('base64url');
  const { email, name = email, role } = values;
  const admin = readOptions(newAdmin, { email, name, role, password });
  const script = await openScriptContext({
    name: 'create-admin',
    yesThisDatabase: values['yes-this-database'],
    prepare: true,
  });
  try {
    await createAdmin(script.ctx, admin);
    console.log(`Database ${script.place}\nAdmin    ${admin.email}, ${admin.role}`);
    if (given === null) console.log(`Password ${password}   (shown this once)`);
    return 0;
  } finally {
    await script.close();
  }
});
