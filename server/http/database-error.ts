/** Codes of Node's sockets and of PostgreSQL that say: the server is not there, or lets nobody in just now. */
const CONNECTION_CODES =
  /^(ECONN(REFUSED|RESET|ABORTED)|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|EPIPE|EHOSTUNREACH|08\w{3}|57P0[123]|53300)$/;
// The driver gives these no code.
const CONNECTION_MESSAGES =
  /^(Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error|Cannot use a pool after calling end)/;
const NUMERIC_OUT_OF_RANGE = '22003';

/** Whether an error of the driver, or one that Drizzle wrapped, is about the connection and not the query. */
export function isConnectionLost(error: unknown): boolean {
  return causes(error).some(
    (cause) => CONNECTION_CODES.test(String(codeOf(cause))) || CONNECTION_MESSAGES.test(cause.message),
  );
}

/**
 * The number of a request that no column can hold, if that is what the database refused. Sums that grow too
 * large are worded differently and stay what they are: a fault of ours.
 */
export function outOfRangeValue(error: unknown): string | null {
  for (const cause of causes(error)) {
    if (codeOf(cause) !== NUMERIC_OUT_OF_RANGE) continue;
    return /^value "(-?[\d.]{1,40})" is out of range for type \w+$/.exec(cause.message)?.[1] ?? null;
  }
  return null;
}

function causes(error: unknown): Error[] {
  const found: Error[] = [];
  for (let at = error; at instanceof Error && found.length < 5; at = at.cause) found.push(at);
  // Several addresses tried in vain come as one error with a list.
  return found.flatMap((one) => (one instanceof AggregateError ? [one, ...causes(one.errors[0])] : [one]));
}

function codeOf(error: Error): unknown {
  return (error as { code?: unknown }).code;
}
