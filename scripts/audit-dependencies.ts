import { spawnSync } from 'node:child_process';
import { judgeAudit } from './supply-chain/judge-audit.ts';

/**
 * `npm run audit:deps`: asks npm's advisory service about what runs in production. Exits 0 when nothing is known, 1 when
 * something is, and 2 when the service could not be asked: not knowing is no clean bill.
 */
const { stdout, stderr } = spawnSync('npm', ['audit', '--omit=dev', '--json'], {
  encoding: 'utf8',
  maxBuffer: 64 * 1024 * 1024,
  timeout: 120_000,
});
const { text, exitCode } = judgeAudit({ stdout, stderr });
console.log(text);
process.exitCode = exitCode;
