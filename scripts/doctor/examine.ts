import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type Env, EnvError, readEnv } from '#server/env.ts';
import { createPayPalFinder } from '#server/services/paypal/find-paypal.ts';
import { createPanelFinder } from '#server/services/settings/find-panel.ts';
import { NotStartedError, openScriptContext } from '../open-script-context.ts';
import { examineDatabase } from './examine-database.ts';
import { examineMachine } from './examine-machine.ts';
import { examineOutside } from './examine-outside.ts';
import { type Finding, isBroken, isUnknown, isWell } from './finding.ts';

/** Everything that is looked at, from the inside out; what rests on something broken is left out, and says so. */
export async function examine(read: () => Env = readEnv): Promise<Finding[]> {
  const env = readOrExplain(read);
  if (Array.isArray(env)) return env;
  const machine = [isWell('environment', 'Every variable can be used.'), ...examineMachine(env)];
  if (env.databaseUrl === undefined && !existsSync(join(env.dataDir, 'postgres'))) {
    return [...machine, isUnknown('database', 'There is none yet: the first npm start makes it.')];
  }
  return [...machine, ...(await examineInstallation(env))];
}

function readOrExplain(read: () => Env): Env | Finding[] {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof EnvError)) throw error;
    const remedy =
      'Correct it in .env or where the process gets its environment; .env.example describes each.';
    return error.problems.map((problem) => isBroken('environment', problem, remedy));
  }
}

async function examineInstallation(env: Env): Promise<Finding[]> {
  // It only reads, so a database on another machine is as good as one on this.
  const opening = { name: 'doctor', yesThisDatabase: true, prepare: false, env: withAnyKey(env) };
  const script = await openScriptContext(opening).catch((error: unknown) => error);
  if (script instanceof NotStartedError) {
    return [isUnknown('database', script.message), isUnknown('the rest', 'Not looked at without it.')];
  }
  if (!isOpened(script)) {
    const remedy = 'Start the database, and check DATABASE_URL, its password, and pg_hba.conf.';
    return [
      isBroken('database', sentenceOf(script), remedy),
      isUnknown('the rest', 'Not looked at without it.'),
    ];
  }
  const panels = createPanelFinder(script.ctx);
  const payments = createPayPalFinder(script.ctx);
  try {
    const ctx = { ...script.ctx, panel: panels.panel, paypal: payments.paypal };
    const inside = await examineDatabase(ctx);
    if (inside.some(({ about, verdict }) => about === 'migrations' && verdict !== 'ok')) return inside;
    return [...inside, ...(await examineOutside(ctx))];
  } finally {
    await panels.close();
    await payments.close();
    await script.close();
  }
}

/** Where there is no key none is made: one that opens nothing shows what cannot be opened. */
function withAnyKey(env: Env): Env {
  const hasKey = env.secretKey !== undefined || existsSync(join(env.dataDir, 'secret-key'));
  return hasKey ? env : { ...env, secretKey: randomBytes(32) };
}

type Opened = Awaited<ReturnType<typeof openScriptContext>>;

function isOpened(opened: unknown): opened is Opened {
  return typeof opened === 'object' && opened !== null && 'ctx' in opened;
}

function sentenceOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
