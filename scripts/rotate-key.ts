import { parseArgs } from 'node:util';
import { type Env, readEnv } from '#server/env.ts';
import { loadKey } from '#server/secrets/load-key.ts';
import { adoptNextKey, nextKey } from '#server/secrets/next-key.ts';
import { createSecretBox } from '#server/secrets/secret-box.ts';
import { refuseWhileRunning, rotateSecrets } from '#server/services/secrets/rotate-secrets.ts';
import { openScriptContext } from './open-script-context.ts';
import { runScript } from './run-script.ts';

const usage = `npm run rotate-key -- [options]   seals every secret in the database with a new key

With SECRET_KEY in the environment, put the new key into NEW_SECRET_KEY beside it. With the key file of DATA_DIR, a new
file is made. Stop the application first. Everybody signs in again, and customers' links open no more. Safe to repeat.

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
  const env = readEnv();
  const key = await keyToChangeTo(env);
  if (key.equals(await loadKey(env))) throw new Error('The new key is the one in use: make another.');
  const next = createSecretBox(key);
  const script = await openScriptContext({
    ...{ name: 'rotate-key', yesThisDatabase: values['yes-this-database'] },
    ...{ prepare: false, env },
  });
  try {
    const { ctx } = script;
    const databases = ctx.demo ? [{ ...ctx, db: ctx.live }, ctx] : [ctx];
    // A demo that runs may be silent in the live database, and writes there all the same when somebody connects a panel.
    for (const each of databases) await refuseWhileRunning(each);
    for (const each of databases) console.log(told(await rotateSecrets(each, { next })));
  } finally {
    await script.close();
  }
  console.log(await finish(env));
  return 0;
});

/** @throws a sentence where the key of the environment has no successor there: a file would not be read */
async function keyToChangeTo(env: Env): Promise<Buffer> {
  if (!env.secretKey) return nextKey(env.dataDir);
  if (env.newSecretKey) return env.newSecretKey;
  throw new Error(
    'Put the new key into NEW_SECRET_KEY (openssl rand -hex 32), beside the SECRET_KEY in use.',
  );
}

function told({ resealed, already, links, sessions }: Awaited<ReturnType<typeof rotateSecrets>>): string {
  return `${resealed} secrets sealed anew, ${already} were before; ${links} links and ${sessions} sessions ended`;
}

async function finish(env: Env): Promise<string> {
  if (env.secretKey) {
    return 'Now put the new key into SECRET_KEY, take NEW_SECRET_KEY away, and start. Backups from before open with the old key only.';
  }
  await adoptNextKey(env.dataDir);
  return `The new key is in place: start. The old one is kept beside it as secret-key.previous, for backups from before.`;
}
