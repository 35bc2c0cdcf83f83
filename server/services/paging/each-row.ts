/** Rows read at a time where nobody waits for the first page. */
const AT_A_TIME = 2000;

interface Page<Row> {
  rows: readonly Row[];
  nextCursor: string | null;
}

/** Every row of a list, page after page, as a file wants them: never more than one page in memory. */
export async function* eachRow<Row>(
  read: (page: { cursor?: string; limit: number }) => Promise<Page<Row>>,
): AsyncGenerator<Row> {
  for (let cursor: string | undefined, more = true; more; ) {
    const page = await read(cursor === undefined ? { limit: AT_A_TIME } : { cursor, limit: AT_A_TIME });
    yield* page.rows;
    more = page.nextCursor !== null;
    cursor = page.nextCursor ?? undefined;
  }
}
