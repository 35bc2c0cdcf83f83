import { startEmbeddedPostgres } from '../db/embedded-postgres.ts';
import { silentLog } from '../log.ts';

// A program that does nothing but hold the bundled database of argv[2]: it says so in one line of JSON, and stops
// it when its standard input ends. Its other deaths are the business of the tests that run it.
const [dataDir = ''] = process.argv.slice(2);
try {
  const postgres = await startEmbeddedPostgres({ dataDir, log: silentLog, settings: { fsync: 'off' } });
  const { port, adopted } = postgres;
  process.stdout.write(`${JSON.stringify({ port, adopted, url: postgres.url('postgres') })}\n`);
  process.stdin.resume().on('end', async () => {
    await postgres.stop();
    process.exit(0);
  });
} catch (error) {
  process.stdout.write(`${JSON.stringify({ problem: (error as Error).message })}\n`);
  process.exit(1);
}
