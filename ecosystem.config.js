/**
 * PM2: two web processes that share PORT, one worker that also keeps the schedule. They meet in the database alone, so
 * they need one of their own: set DATABASE_URL, in the environment or in .env. The bundled PostgreSQL belongs to the
 * process that started it, and would stop with it at every reload.
 *
 *   npm ci && npm run build && npx pm2 start ecosystem.config.js
 *
 * `npx pm2 reload ecosystem.config.js` takes up a new release without losing a request: npm run test:reload proves it.
 */
const everyProcess = {
  script: 'dist/server/index.js',
  cwd: import.meta.dirname,
  node_args: ['--enable-source-maps', '--import', new URL('scripts/trace.mjs', import.meta.url).href],
  // The process says when it listens, and until then the old one serves.
  wait_ready: true,
  listen_timeout: 30_000,
  // It finishes the batch in hand; nothing takes longer.
  kill_timeout: 15_000,
  // It stops what it started itself, and in the right order.
  treekill: false,
};

export const apps = [
  { ...everyProcess, name: 'billing-web', exec_mode: 'cluster', instances: 2, env: { ROLES: 'web' } },
  { ...everyProcess, name: 'billing-worker', exec_mode: 'fork', instances: 1, env: { ROLES: 'worker,cron' } },
];
