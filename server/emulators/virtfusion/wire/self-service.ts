import type { Currency, Instant, ServerRow, User } from '../world/entities.ts';
import { historyOf } from '../world/history.ts';
import type { World } from '../world/world.ts';
import { isoOffset, monthLabel, monthStart } from './times.ts';

const HOUR_MS = 3_600_000;

/** A user's month as VirtFusion's own scheduler would bill it; zeros while that is switched off. */
export interface NativeUsage {
  hours: number;
  tokens: number;
  servers: number;
}

/** Started hours of existence of servers with `selfService` 1, at package tokens / 730 an hour. */
export function nativeUsage(world: World, user: User, from: Instant, until: Instant): NativeUsage {
  const rows = world.servers.idsOfOwner(user.id).flatMap((id) => world.servers.find(id) ?? []);
  const own = rows.filter((row) => row.selfService !== 0);
  if (!world.behaviour.nativeBiller) return { hours: 0, tokens: 0, servers: own.length };
  const hourly = own.filter((row) => row.selfService === 1);
  const each = hourly.map((row) => ({ row, hours: hoursOf(row, from, Math.min(until, world.now())) }));
  const tokens = each.reduce((sum, { row, hours }) => sum + (hours * tokenValue(world, row)) / 730, 0);
  return { hours: each.reduce((sum, { hours }) => sum + hours, 0), tokens, servers: own.length };
}

function hoursOf(row: ServerRow, from: Instant, until: Instant): number {
  const end =
    historyOf(row)
      .find((event) => event.kind === 'deleted')
      ?.at.getTime() ?? until;
  return Math.max(0, Math.ceil((Math.min(end, until) - Math.max(row.created, from)) / HOUR_MS));
}

function tokenValue(world: World, row: ServerRow): number {
  return row.packageId === null ? 0 : (world.packages.find(row.packageId)?.tokenValue ?? 0);
}

/** Posted credit less native usage since the user exists, as the panel's decimal text. */
export function balanceText(world: World, user: User): string {
  const used = nativeUsage(world, user, user.created, world.now()).tokens;
  const usedUnits = BigInt(used.toFixed(world.behaviour.tokenDecimals).replace('.', ''));
  return world.credits.format(world.credits.unitsOf(user.id) - usedUnits);
}

/** The configured shape once a currency exists, else the unconfigured one, which has no `credit.tokens`. */
export function hourlyStatsBody(world: World, user: User, period: Instant): Record<string, unknown> {
  const labels = {
    periodId: 0,
    period: monthLabel(period),
    previousPeriod: monthLabel(monthStart(period, -1)),
    nextPeriod: monthLabel(monthStart(period, 1)),
  };
  const currency = defaultCurrency(world);
  if (!currency) return { ...labels, ...unconfigured };
  const usage = nativeUsage(world, user, monthStart(period), monthStart(period, 1));
  const tokens = balanceText(world, user);
  const { code, prefix, suffix, value } = currency;
  return {
    ...labels,
    monthlyTotal: {
      hours: usage.hours,
      tokens: usage.tokens.toFixed(4),
      value: display(usage.tokens * Number(value)),
    },
    servers: usage.servers,
    credit: { tokens, value: display(Number(tokens) * Number(value)) },
    currency: { code, prefix, suffix: suffix ?? '', value, currentValue: value },
  };
}

const unconfigured = {
  monthlyTotal: { hours: 0, value: '0.00', tokens: false },
  servers: 0,
  credit: { value: 0 },
  currency: { code: '', prefix: '', suffix: '', value: 0, currentValue: 0 },
};

function defaultCurrency(world: World): Currency | undefined {
  const enabled = world.currencies.all().filter((currency) => currency.enabled);
  return enabled.find((currency) => currency.default) ?? enabled[0];
}

/** Display text: two decimals and thousands separators, which is why nobody should calculate with it. */
function display(amount: number): string {
  return new Intl.NumberFormat('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 }).format(
    amount,
  );
}

export function usageBody(world: World, user: User, periods: Instant[]): Record<string, unknown> {
  const bodies = periods.map((period) => usagePeriod(world, user, period));
  const sum = (part: 'hours' | 'token') => bodies.reduce((total, body) => total + body.usageServers[part], 0);
  const total = usageOf(sum('hours'), sum('token'));
  return {
    user: {
      ...{ id: user.id, relationalId: user.extRelationId, currency: null },
      ...{ timezone: user.timezone, name: user.name, email: user.email },
    },
    ...{ usageServers: total, usageServersBillable: total, usageAddons: usageOf(0, 0) },
    usageAddonsBillable: usageOf(0, 0),
    periods: bodies,
  };
}

function usagePeriod(world: World, user: User, period: Instant) {
  const [from, until] = [monthStart(period), monthStart(period, 1)];
  const { hours, tokens } = nativeUsage(world, user, from, until);
  const length = (until - from) / HOUR_MS;
  return {
    period: isoOffset(from).slice(0, 10),
    range: 'month',
    ...{ start: isoOffset(from), end: isoOffset(until - 1000), timezone: 'UTC' },
    currentPeriod: from === monthStart(world.now()),
    ...{ hoursInMonthPeriod: length, monthToHourRate: 730, monthToHourRateType: 1 },
    ...{ days: length / 24, hours: length, minutes: length * 60, seconds: length * 3600 },
    ...{ usageServers: usageOf(hours, tokens), usageServersBillable: usageOf(hours, tokens) },
    ...{ usageAddons: usageOf(0, 0), usageAddonsBillable: usageOf(0, 0), servers: [] },
  };
}

function usageOf(hours: number, tokens: number): { hours: number; token: number; tokenReal: number } {
  return { hours, token: Number(tokens.toFixed(4)), tokenReal: Number(tokens.toFixed(4)) };
}

/** The report of an installation that has nothing to report: `false` stands for "no value". */
export function reportBody(period: Instant, monthsBack: number): Record<string, unknown> {
  const nothing = { hours: false, value: false, tokens: false };
  const [from, until] = [monthStart(period), monthStart(period, 1)];
  const names = { prefix: '', suffix: '', code: '' };
  return {
    usage: {
      ...{ servers: [], serversTotal: nothing, hourConversionRate: false, monthlyTotal: nothing },
      ...{ addonsTotal: { hours: 0, value: 0, tokens: false }, taxStatus: 3, success: false },
      ...{ history: String(monthsBack), breakdown: true, term: monthLabel(from) },
      ...{ previousTerm: monthLabel(monthStart(from, -1)), nextTerm: monthLabel(until) },
      period: {
        ymd: isoOffset(from).slice(0, 10),
        start: isoOffset(from),
        end: isoOffset(until - 86_400_000),
      },
      ...{ showHourlyRate: false, showMonthlyRate: false },
    },
    currency: { ...names, currentValue: 0, value: 0, default: names },
    limits: { success: true, packs: [] },
  };
}

export function currencyBody(currency: Currency): Record<string, unknown> {
  const { id, code, value, prefix, suffix, enabled } = currency;
  return { id, code, value, prefix, suffix, default: currency.default, enabled };
}
