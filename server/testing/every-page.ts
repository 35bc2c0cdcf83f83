/** Follows a list from its first page to its last. Fails on a list that does not end. */
export async function everyPage<Page extends { nextCursor: string | null }>(
  read: (cursor: string | undefined) => Promise<Page>,
): Promise<Page[]> {
  const pages: Page[] = [];
  for (let cursor: string | undefined; pages.length < 1000; ) {
    const page = await read(cursor);
    pages.push(page);
    if (page.nextCursor === null) return pages;
    cursor = page.nextCursor;
  }
  throw new Error('The list had a thousand pages and did not end');
}
