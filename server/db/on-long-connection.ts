import pg from 'pg';

/**
 * Runs `work` on a connection of its own, without the limits of the pools: what copies or restores a whole ledger takes
 * as long as it takes. Values are written in one spelling, whatever the server's settings are. Closed at the end, and
 * with it goes whatever transaction is open.
 */
export async function onLongConnection<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({
    connectionString: url,
    application_name: 'skypanel backup',
    connectionTimeoutMillis: 5_000,
    keepAlive: true,
  });
  client.on('error', () => {}); // told by the query under way as well
  try {
    await client.connect();
    await client.query(
      `SET timezone = 'UTC'; SET datestyle = 'ISO, YMD'; SET intervalstyle = 'postgres'; SET bytea_output = 'hex';
       SET extra_float_digits = 1; SET statement_timeout = 0; SET idle_in_transaction_session_timeout = 0`,
    );
    return await work(client);
  } finally {
    await client.end().catch(() => {});
  }
}
