import { afterEach, expect, test } from 'vitest';
import { seedConformance } from './fleet.ts';
import type { Profile } from './http/call.ts';
import { type EmulatorUnderTest, emulatorUnderTest } from './testing/ask-emulator.ts';

let panel: EmulatorUnderTest;
afterEach(() => panel.emulator.close());

const start = async (profile: Profile) => {
  panel = await emulatorUnderTest({ fleet: seedConformance, profile });
  return panel.ask;
};

test.each`
  method     | path                                            | body                                                           | on6    | on70   | on71
  ${'GET'}   | ${'/status'}                                    | ${undefined}                                                   | ${404} | ${404} | ${503}
  ${'POST'}  | ${'/packages'}                                  | ${{ name: 'New', memory: 64, primaryStorage: 1, cpuCores: 1 }} | ${405} | ${405} | ${201}
  ${'PUT'}   | ${'/users/4'}                                   | ${{ name: 'Bram B' }}                                          | ${404} | ${404} | ${201}
  ${'GET'}   | ${'/users'}                                     | ${undefined}                                                   | ${405} | ${405} | ${405}
  ${'PUT'}   | ${'/servers/5/modify/name'}                     | ${{ name: 'x' }}                                               | ${404} | ${201} | ${201}
  ${'PATCH'} | ${'/servers/5/name'}                            | ${{ name: 'x' }}                                               | ${201} | ${404} | ${404}
  ${'PUT'}   | ${'/servers/5/package/1'}                       | ${{}}                                                          | ${204} | ${200} | ${200}
  ${'GET'}   | ${'/users/shop-bram/byExtRelation?relStr=true'} | ${undefined}                                                   | ${404} | ${200} | ${200}
`('$method $path answers $on6 on 6.x, $on70 on 7.0, $on71 on 7.1', async (row) => {
  for (const [profile, status] of [
    ['6.x', row.on6],
    ['7.0', row.on70],
    ['7.1', row.on71],
  ] as const) {
    const ask = await start(profile);
    expect({ profile, status: (await ask(row.path, { method: row.method, body: row.body })).status }).toEqual(
      { profile, status },
    );
    await panel.emulator.close();
  }
  panel = await emulatorUnderTest();
});

test('7.1 prices packages in tokens, and changing one field leaves the others', async () => {
  const ask = await start('7.1');
  await ask('/packages/4', { method: 'PUT', body: { name: 'Plus 2' } });
  expect((await ask('/packages/4')).body.data).toMatchObject({
    name: 'Plus 2',
    tokenValue: 1200,
    memory: 2048,
  });
});

test('an external id can be taken once only', async () => {
  const ask = await start('7.1');
  expect((await ask('/users/4', { method: 'PUT', body: { extRelationId: 1042 } })).status).toBe(422);
  expect((await ask('/users/4', { method: 'PUT', body: { extRelationId: 88 } })).status).toBe(201);
  expect((await ask('/users/88/byExtRelation')).body.data.id).toBe(4);
  expect((await ask('/users/3/byExtRelation')).status).toBe(404);
});

test("the native biller, when on, takes a self-service server's started hours from the balance", async () => {
  const ask = await start('7.0');
  const { world } = panel.emulator;
  world.behaviour.nativeBiller = true;
  world.addUser({ id: 50, name: 'Windmill', email: 'ops@windmill.example', extRelationId: 50 });
  world.addServer({ ownerId: 50, packageId: 1, selfService: 1 });
  panel.clock.advance(2.5 * 3_600_000);
  const { body } = await ask('/selfService/hourlyStats/byUserExtRelationId/50');
  expect(body.data.monthlyTotal).toMatchObject({ hours: 3, tokens: '2.0548' });
  expect(body.data.credit.tokens).toBe('-2.0548');
});
