import { z } from 'zod';
import type { ReplyReader } from './judge-reply.ts';
import type { ListedServer, Power, ServerDetail, ServerWithPower } from './model.ts';
import {
  boolish,
  count,
  data,
  extId,
  id,
  name,
  optionalDate,
  optionalInt,
  optionalText,
  phpObject,
  userId,
  vfDate,
} from './scalars.ts';

/*
 * What we rely on in VirtFusion's answers about servers, and no more: a minor release may add keys, and those we do
 * not name (screenshots, cloud-init, ssh keys, passwords) are dropped here, before anything can hold or log them.
 */

const listedServer = z
  .preprocess(
    asSimpleRow,
    z.object({
      id,
      uuid: z.string(),
      name,
      commissioned: z.int(),
      owner: userId,
      hypervisorId: z.int(),
      suspended: boolish,
      protected: boolish,
      updated: vfDate,
      created: vfDate,
    }),
  )
  .transform(({ owner, ...row }): ListedServer => ({ ...row, ownerId: owner }));

/** `type=full` names the same things as the detail does; `commissionStatus` tells which row it is. */
function asSimpleRow(row: unknown): unknown {
  if (typeof row !== 'object' || row === null || !('commissionStatus' in row)) return row;
  return { ...row, commissioned: row.commissionStatus, owner: 'ownerId' in row ? row.ownerId : undefined };
}

export interface ListedPage {
  perPage: number;
  lastPage: number;
  total: number;
  rows: ListedServer[];
}

const mostPages = 10_000;

/*
 * Schemas are made once: one is compiled when it is first used, which costs more than a hundred answers. What depends
 * on the question is looked at afterwards.
 */

/**
 * One page of the list, which must agree with itself: as many rows as its own numbers promise, no server twice. A short
 * page would otherwise pass for servers that are gone.
 */
const page = z
  .object({
    current_page: z.int(),
    last_page: z.int().positive().max(mostPages),
    per_page: z.int().positive(),
    total: count,
    data: z.array(listedServer),
  })
  .superRefine((page, context) => {
    const complain = (message: string) => context.addIssue({ code: 'custom', message });
    if (page.last_page !== Math.max(1, Math.ceil(page.total / page.per_page))) {
      complain('last_page and total disagree');
    }
    const before = (page.current_page - 1) * page.per_page;
    const promised = Math.min(Math.max(page.total - before, 0), page.per_page);
    if (page.data.length !== promised) complain(`${page.data.length} rows instead of ${promised}`);
    if (new Set(page.data.map((row) => row.id)).size !== page.data.length)
      complain('a server is listed twice');
  });

/** A page of the list: the one that was asked for. */
export function listedPage(asked: number): ReplyReader<ListedPage> {
  return readThen(page, (read) =>
    read.current_page === asked
      ? {
          ok: true,
          value: { perPage: read.per_page, lastPage: read.last_page, total: read.total, rows: read.data },
        }
      : { ok: false, path: ['current_page'], problem: 'another page than was asked for' },
  );
}

type Then<T> = { ok: true; value: T } | { ok: false; path: string[]; problem: string };

/** Reads by a schema that was made once, and then as the question wants it. */
function readThen<Raw, T>(schema: ReplyReader<Raw>, then: (raw: Raw) => Then<T>): ReplyReader<T> {
  return {
    safeParse: (json) => {
      const read = schema.safeParse(json);
      if (!read.success) return read;
      const wanted = then(read.data);
      if (wanted.ok) return { success: true, data: wanted.value };
      const { path, problem: message } = wanted;
      return { success: false, error: new z.ZodError([{ code: 'custom', path, message, input: json }]) };
    },
  };
}

const owner = z.object({
  id: userId,
  extRelationId: extId.nullish().transform((value) => value ?? null),
  name,
  email: name,
  suspended: boolish,
});

/** An absent object, in PHP's spelling. */
function nullIfEmptyArray(value: unknown): unknown {
  return Array.isArray(value) && value.length === 0 ? null : value;
}

const networkInterface = z.object({ inAverage: count.nullish(), outAverage: count.nullish() });

const detail = z.object({
  id,
  uuid: z.string(),
  name,
  hostname: optionalText,
  ownerId: userId,
  hypervisorId: z.int(),
  commissionStatus: z.int(),
  state: z.string(),
  suspended: boolish,
  selfService: optionalInt,
  deleteLevel: optionalInt,
  built: optionalDate,
  created: vfDate,
  updated: vfDate,
  settings: z.object({
    resources: z.object({ memory: count, storage: count, traffic: count, cpuCores: count }),
  }),
  network: phpObject(z.object({ interfaces: z.array(networkInterface).nullish() })).optional(),
  owner: z.preprocess(nullIfEmptyArray, owner.nullish()),
  hypervisor: phpObject(
    z.object({
      maintenance: boolish.optional(),
      name: optionalText,
      group: phpObject(z.object({ name: optionalText })).nullish(),
    }),
  ).nullish(),
  remoteState: z.unknown(),
});

function toDetail(raw: z.output<typeof detail>): ServerDetail {
  const { settings, network, owner, hypervisor: host, remoteState: _, ...same } = raw;
  const { memory, storage, traffic, cpuCores } = settings.resources;
  return {
    ...same,
    resources: { memoryMb: memory, storageGb: storage, trafficGb: traffic, cpuCores },
    speeds: speedsOf(network?.interfaces?.[0]),
    owner: owner ?? null,
    hypervisor:
      host?.maintenance === undefined
        ? null
        : { maintenance: host.maintenance, name: host.name ?? '', groupName: host.group?.name ?? null },
  };
}

function speedsOf(first: z.output<typeof networkInterface> | undefined): ServerDetail['speeds'] {
  if (first?.inAverage == null || first.outAverage == null) return null;
  return { inKbs: first.inAverage, outKbs: first.outAverage };
}

const detailReply = data(detail);

/** The answer must be about the server that was asked about. */
function asked<T>(serverId: number, told: (raw: z.output<typeof detail>) => T): ReplyReader<T> {
  return readThen(detailReply, (raw) =>
    raw.id === serverId
      ? { ok: true, value: told(raw) }
      : { ok: false, path: ['data', 'id'], problem: 'another server than was asked for' },
  );
}

export function serverReply(serverId: number) {
  return asked(serverId, toDetail);
}

export function serverWithPowerReply(serverId: number) {
  return asked(serverId, (raw): ServerWithPower => ({ ...toDetail(raw), power: powerOf(raw.remoteState) }));
}

const running = z.object({ running: z.boolean() });

/**
 * `running`, if it is true or false, is the one word trusted. `false`, `[]` and silence mean that the hypervisor did
 * not answer; a `state` alone is libvirt's word, of which nobody has published the list.
 */
export function powerOf(remoteState: unknown): Power {
  if (remoteState === undefined) return { kind: 'unknown', why: 'the panel said nothing of the power' };
  if (remoteState === false || remoteState === null) {
    return { kind: 'unknown', why: 'the hypervisor did not answer' };
  }
  const told = running.safeParse(remoteState);
  return told.success
    ? { kind: 'known', running: told.data.running }
    : { kind: 'unknown', why: 'remoteState.running is neither true nor false' };
}
