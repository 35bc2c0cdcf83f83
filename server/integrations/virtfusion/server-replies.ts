import { z } from 'zod';
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

/**
 * One page of the list, which must agree with itself: the page that was asked for, as many rows as its own numbers
 * promise, no server twice. A short page would otherwise pass for servers that are gone.
 */
export function listedPage(asked: number) {
  return z
    .object({
      current_page: z.literal(asked, 'another page than was asked for'),
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
      const promised = Math.min(Math.max(page.total - (asked - 1) * page.per_page, 0), page.per_page);
      if (page.data.length !== promised) complain(`${page.data.length} rows instead of ${promised}`);
      if (new Set(page.data.map((row) => row.id)).size !== page.data.length)
        complain('a server is listed twice');
    })
    .transform(
      (page): ListedPage => ({
        perPage: page.per_page,
        lastPage: page.last_page,
        total: page.total,
        rows: page.data,
      }),
    );
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

/** Made once: a schema is compiled when it is first used, which costs more than a hundred answers. */
const detailReply = data(detail);

/** The answer must be about the server that was asked about. */
function asked<T>(serverId: number, told: (raw: z.output<typeof detail>) => T) {
  return detailReply.transform((raw, context): T => {
    if (raw.id === serverId) return told(raw);
    const message = 'another server than was asked for';
    context.issues.push({ code: 'custom', path: ['data', 'id'], message, input: raw.id });
    return z.NEVER;
  });
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
