import { accessSync, constants, existsSync, readFileSync, statfsSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Env } from '#server/env.ts';
import { missingTransports } from '#server/open-log.ts';
import type { Finding } from './finding.ts';
import { judgeAddress, judgeBuild, judgeDataDir, judgeDisk, judgeNode, judgeWatch } from './judge-machine.ts';

/** What can be seen without a database: Node, files, disk, and what the environment asks for. */
export function examineMachine(env: Env): Finding[] {
  const { engines } = JSON.parse(readFileSync('package.json', 'utf8')) as { engines: { node: string } };
  const ownDatabase = env.databaseUrl !== undefined;
  const place = existingParent(env.dataDir);
  const { bavail, blocks, bsize } = statfsSync(place);
  return [
    judgeNode(process.versions.node, engines.node),
    judgeBuild(existsSync('dist/server/index.js') && existsSync('dist/client/index.html')),
    ...judgeDataDir({
      path: env.dataDir,
      exists: existsSync(env.dataDir),
      writable: isWritable(place),
      keyMode: modeOf(join(env.dataDir, 'secret-key')),
      keyGiven: env.secretKey !== undefined,
      ownDatabase,
    }),
    judgeDisk({ free: bavail * bsize, total: blocks * bsize, path: place }),
    ...judgeAddress({ publicUrl: env.publicUrl, trustProxy: env.trustProxy !== false, ownDatabase }),
    ...judgeWatch({
      metrics: env.metricsToken !== undefined,
      heartbeat: env.heartbeatUrl !== undefined,
      missingPackages: missingPackages(env),
    }),
  ];
}

/** Packages that traces need; `scripts/trace.mjs` loads them. */
const tracing = ['@opentelemetry/sdk-node@0.223.0', '@opentelemetry/auto-instrumentations-node@0.81.2'];

function missingPackages({ logShipping, tracesEndpoint }: Env): string[] {
  const traces = tracesEndpoint === undefined ? [] : tracing.filter((named) => !isInstalled(named));
  return [...(logShipping ? missingTransports(logShipping) : []), ...traces];
}

function isInstalled(named: string): boolean {
  try {
    createRequire(import.meta.url).resolve(named.replace(/@[\d.]+$/, ''));
    return true;
  } catch {
    return false;
  }
}

/** The directory itself, or the nearest one above it that is there. */
function existingParent(path: string): string {
  return existsSync(path) ? path : existingParent(dirname(path));
}

function isWritable(path: string): boolean {
  try {
    accessSync(path, constants.W_OK | constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function modeOf(path: string): number | null {
  return existsSync(path) ? statSync(path).mode : null;
}
