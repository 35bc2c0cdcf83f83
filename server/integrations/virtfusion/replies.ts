import { z } from 'zod';
import type { Currency, HourlyStats, Package, QueueItem } from './model.ts';
import {
  boolish,
  count,
  data,
  decimalish,
  displayDecimal,
  falseOr,
  id,
  name,
  optionalDate,
  optionalInt,
  optionalText,
  phpObject,
} from './scalars.ts';

/* What we rely on in VirtFusion's other answers; as in server-replies.ts, the rest is dropped. */

/** A whole list at once. Should a later version cut it into pages, its first page must not pass for all of it. */
function wholeList<Schema extends z.ZodType>(row: Schema) {
  return z
    .object({ data: z.array(row), last_page: z.literal(1, 'the list is cut into pages').nullish() })
    .transform((reply) => reply.data);
}

export const packagesReply = wholeList(
  z
    .object({
      id,
      name,
      description: optionalText,
      enabled: boolish,
      memory: count,
      primaryStorage: count,
      traffic: count,
      cpuCores: count,
      primaryNetworkSpeedIn: count,
      primaryNetworkSpeedOut: count,
      tokenValue: z.number().nonnegative().nullish(),
    })
    .transform(
      (raw): Package => ({
        id: raw.id,
        name: raw.name,
        description: raw.description,
        enabled: raw.enabled,
        memoryMb: raw.memory,
        storageGb: raw.primaryStorage,
        trafficGb: raw.traffic,
        cpuCores: raw.cpuCores,
        speedInKbs: raw.primaryNetworkSpeedIn,
        speedOutKbs: raw.primaryNetworkSpeedOut,
        ...(raw.tokenValue == null ? {} : { tokenValue: raw.tokenValue }),
      }),
    ),
);

/** `[]`; an object is as good. */
export const connectReply = z.union([z.array(z.unknown()), z.record(z.string(), z.unknown())]);

/** The numbers of a list of which the rows do not matter. */
export const totalReply = z
  .object({ total: count, data: z.array(z.unknown()) })
  .transform((page) => page.total);

export const acceptedReply = data(z.object({ queueId: id }));

export const queueReply = data(
  z.object({
    id,
    serverId: optionalInt,
    action: optionalText,
    started: optionalDate,
    finished: optionalDate,
    failed: boolish,
  }),
) satisfies z.ZodType<QueueItem>;

export const currenciesReply = wholeList(
  z
    .object({
      id,
      code: z.string(),
      value: decimalish,
      prefix: optionalText,
      suffix: optionalText,
      default: boolish,
      enabled: boolish,
    })
    .transform(
      ({ value, default: isDefault, ...same }): Currency => ({
        ...same,
        tokenPrice: value,
        isDefault,
      }),
    ),
);

export const hourlyStatsReply = data(
  z.object({
    period: optionalText,
    monthlyTotal: phpObject(
      z.object({ hours: falseOr(z.number()).nullish(), tokens: falseOr(decimalish).nullish() }),
    ).nullish(),
    credit: phpObject(z.object({ tokens: falseOr(decimalish).nullish() })),
    currency: phpObject(z.object({ code: z.string().nullish(), value: displayDecimal.nullish() })).nullish(),
  }),
).transform(
  ({ period, monthlyTotal, credit, currency }): HourlyStats => ({
    period,
    balanceTokens: credit.tokens ?? null,
    monthlyHours: monthlyTotal?.hours ?? null,
    monthlyTokens: monthlyTotal?.tokens ?? null,
    currency:
      currency?.code && currency.value != null ? { code: currency.code, tokenPrice: currency.value } : null,
  }),
);

export const creditReply = data(z.object({ id })).transform((entry) => ({ creditId: entry.id }));
