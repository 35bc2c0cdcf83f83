import { expect, test } from 'vitest';
import type { ServerPage } from './client.ts';
import { thrownBy, withPanel } from './testing/client-of.ts';
import { page, simpleRow } from './testing/replies-of-the-panel.ts';
import type { ScriptedRequest } from './testing/scripted-panel.ts';

async function all(pages: AsyncIterable<ServerPage>): Promise<ServerPage[]> {
  const list: ServerPage[] = [];
  for await (const listed of pages) list.push(listed);
  return list;
}

const numberOf = (request: ScriptedRequest) => Number(request.query.get('page'));

test.each`
  total    | pages
  ${0}     | ${1}
  ${1}     | ${1}
  ${200}   | ${1}
  ${201}   | ${2}
  ${1_777} | ${9}
`('$total servers come in $pages pages, each server once and in order', async ({ total, pages }) => {
  await withPanel(
    (request) => ({ json: page(numberOf(request), { total }) }),
    async ({ client }) => {
      const listed = await all(client.pages());
      expect(listed.map((one) => one.page)).toEqual(Array.from({ length: pages }, (_, at) => at + 1));
      expect(listed.flatMap((one) => one.rows.map((row) => row.id))).toEqual(
        Array.from({ length: total }, (_, at) => at + 1),
      );
      expect(listed.every((one) => one.total === total && one.lastPage === pages)).toBe(true);
    },
  );
});

test('each page is asked with our own parameters; the links of the panel are not followed', async () => {
  await withPanel(
    (request) => ({ json: page(numberOf(request), { total: 450 }) }),
    async ({ client, panel }) => {
      await all(client.pages());
      expect(panel.requests.map((request) => `${request.path}?${request.query}`).sort()).toEqual([
        '/api/v1/servers?type=simple&results=200&page=1',
        '/api/v1/servers?type=simple&results=200&page=2',
        '/api/v1/servers?type=simple&results=200&page=3',
      ]);
    },
  );
});

test('the first page is asked alone, the rest several at once but no more than allowed', async () => {
  let underWay = 0;
  const seen: number[] = [];
  await withPanel(
    async (request) => {
      underWay += 1;
      seen.push(underWay);
      await new Promise((turn) => setTimeout(turn, 10));
      underWay -= 1;
      return { json: page(numberOf(request), { total: 1_900 }) };
    },
    async ({ client }) => {
      expect(await all(client.pages())).toHaveLength(10);
      expect(seen[0]).toBe(1);
      expect(Math.max(...seen)).toBe(3);
    },
    { concurrency: 3 },
  );
});

test("each page carries the panel's own clock, or null", async () => {
  const date = 'Fri, 20 Nov 2026 12:00:03 GMT';
  await withPanel(
    (request) => ({ json: page(numberOf(request), { total: 201 }), headers: { date } }),
    async ({ client }) => {
      expect((await all(client.pages())).map((one) => one.date)).toEqual([new Date(date), new Date(date)]);
    },
  );
});

test('a list that grows meanwhile is read to its new end', async () => {
  await withPanel(
    (request) => ({ json: page(numberOf(request), { total: request.before === 0 ? 300 : 500 }) }),
    async ({ client }) => {
      const listed = await all(client.pages());
      expect(listed.map((one) => one.rows.length)).toEqual([200, 200, 100]);
    },
  );
});

test('a list that shrinks meanwhile ends in empty pages, without complaint', async () => {
  await withPanel(
    (request) => ({ json: page(numberOf(request), { total: request.before === 0 ? 500 : 150 }) }),
    async ({ client }) => {
      expect((await all(client.pages())).map((one) => one.rows.length)).toEqual([200, 0, 0]);
    },
  );
});

test('a panel that clamps the page length is swept all the same', async () => {
  await withPanel(
    (request) => ({ json: page(numberOf(request), { total: 120, perPage: 50 }) }),
    async ({ client }) => {
      expect((await all(client.pages())).flatMap((one) => one.rows)).toHaveLength(120);
    },
  );
});

test.each`
  wrong                                                               | because
  ${{ status: 500 }}                                                  | ${'trouble of the panel'}
  ${{ status: 404 }}                                                  | ${'a wrong path'}
  ${{ json: page(1, { total: 450 }) }}                                | ${'the first page again'}
  ${{ json: page(2, { total: 450, perPage: 90 }) }}                   | ${'pages of another length'}
  ${{ json: { ...page(2, { total: 450 }), data: [simpleRow(201)] } }} | ${'half a page'}
  ${{ json: { ...page(2, { total: 450 }), data: [] } }}               | ${'an empty page in the middle'}
  ${{ fault: 'cut short', json: page(2, { total: 450 }) }}            | ${'a broken line'}
  ${{ json: [] }}                                                     | ${'an empty list instead of a page'}
`('a sweep whose second page is $because fails; it never is shorter in silence', async ({ wrong }) => {
  await withPanel(
    (request) => (numberOf(request) === 2 ? wrong : { json: page(numberOf(request), { total: 450 }) }),
    async ({ client }) => {
      const rows: number[] = [];
      const sweep = async () => {
        for await (const one of client.pages()) rows.push(one.rows.length);
      };
      const error = await thrownBy(sweep());
      expect(error).toMatchObject({ name: 'VirtFusionError', route: 'GET /servers' });
      expect(rows).toEqual([200]);
    },
  );
});

test('half a page that is whole on the second look does no harm', async () => {
  await withPanel(
    (request) => {
      const whole = page(numberOf(request), { total: 250 });
      return { json: request.before === 1 ? { ...whole, data: [] } : whole };
    },
    async ({ client, panel }) => {
      expect((await all(client.pages())).flatMap((one) => one.rows)).toHaveLength(250);
      expect(panel.requests).toHaveLength(3);
    },
  );
});

test('whoever stops reading stops the requests', async () => {
  await withPanel(
    (request) => (numberOf(request) > 1 ? { fault: 'silence' } : { json: page(1, { total: 5_000 }) }),
    async ({ client, calls }) => {
      for await (const one of client.pages()) {
        expect(one.page).toBe(1);
        break;
      }
      await expect.poll(() => calls.filter((call) => call.outcome === 'unknown').length).toBe(4);
    },
  );
});

test('a signal ends the sweep', async () => {
  const stop = new AbortController();
  await withPanel(
    (request) => (numberOf(request) > 1 ? { fault: 'silence' } : { json: page(1, { total: 5_000 }) }),
    async ({ client }) => {
      const sweep = async () => {
        for await (const _ of client.pages({ signal: stop.signal })) stop.abort();
      };
      expect(await thrownBy(sweep())).toMatchObject({ outcome: 'unknown', errors: ['cancelled'] });
    },
  );
});
