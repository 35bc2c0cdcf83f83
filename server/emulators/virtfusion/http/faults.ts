import { z } from 'zod';
import { seededRandom } from '../world/random.ts';

/** Every way in which the emulator can be told to misbehave; what each does is in README.md. */
export const faultKinds = [
  'unauthorized',
  'forbidden',
  'not-found-bare',
  'invalid',
  'locked',
  'rate-limited',
  'unavailable',
  'error',
  'error-after',
  'html',
  'half-json',
  'half-reply',
  'slow',
  'hang',
  'drop-before',
  'drop-after',
  'drop-late',
  'remote-state-false',
  'empty-list',
  'skip-row',
  'repeat-row',
  'clock-skew',
] as const;

export type FaultKind = (typeof faultKinds)[number];

const rule = z.strictObject({
  kind: z.enum(faultKinds),
  /** A route label such as `GET /servers/:id`, a prefix ending in `*`, or `*`; all routes unless given. */
  route: z.string().default('*'),
  /** Only for this server's own paths. */
  serverId: z.int().optional(),
  probability: z.number().min(0).max(1).default(1),
  /** Fires at most so often. */
  times: z.int().min(1).optional(),
  /** Lets so many matching calls pass first. */
  skip: z.int().min(0).default(0),
  seed: z.int().default(1),
  /** `slow`: delay; `drop-late`: when it is done after all, on the world's clock; `clock-skew`: how far the Date header runs ahead, negative for behind. */
  ms: z.int().default(1000),
  /** `rate-limited`: the header as it goes out, seconds or an HTTP date; null leaves it out. */
  retryAfter: z.union([z.string(), z.int(), z.null()]).default(1),
});

export const faultRules = z.array(rule);
export type FaultRule = z.input<typeof rule>;
export type ActiveFault = z.output<typeof rule>;

interface Entry {
  readonly id: number;
  readonly rule: ActiveFault;
  readonly random: () => number;
  seen: number;
  fired: number;
}

/** The switches. A rule has a random source of its own, so rules do not disturb each other's sequence. */
export class Faults {
  #entries: Entry[] = [];
  #nextId = 1;

  /** Adds a rule and gives its id. @throws ZodError for an unknown kind or key. */
  add(given: FaultRule): number {
    const parsed = rule.parse(given);
    const id = this.#nextId++;
    this.#entries.push({ id, rule: parsed, random: seededRandom(parsed.seed), seen: 0, fired: 0 });
    return id;
  }

  /** Replaces all rules; none is replaced when one of them is wrong. @throws ZodError */
  set(rules: FaultRule[]): void {
    faultRules.parse(rules);
    this.clear();
    for (const given of rules) this.add(given);
  }

  remove(id: number): void {
    this.#entries = this.#entries.filter((entry) => entry.id !== id);
  }

  clear(): void {
    this.#entries = [];
  }

  list(): (ActiveFault & { id: number; seen: number; fired: number })[] {
    return this.#entries.map(({ id, rule, seen, fired }) => ({ ...rule, id, seen, fired }));
  }

  /** The faults that strike this call; counts them. */
  take(label: string, serverId: number | undefined): ActiveFault[] {
    return this.#entries.filter((entry) => strikes(entry, label, serverId)).map((entry) => entry.rule);
  }
}

function strikes(entry: Entry, label: string, serverId: number | undefined): boolean {
  const { rule } = entry;
  if (!labelMatches(rule.route, label)) return false;
  if (rule.serverId !== undefined && rule.serverId !== serverId) return false;
  if (rule.times !== undefined && entry.fired >= rule.times) return false;
  entry.seen += 1;
  if (entry.seen <= rule.skip || entry.random() >= rule.probability) return false;
  entry.fired += 1;
  return true;
}

/** Whether a label is the one named, or begins with what stands before a final `*`. */
export function labelMatches(pattern: string, label: string): boolean {
  return pattern.endsWith('*') ? label.startsWith(pattern.slice(0, -1)) : pattern === label;
}

/** Reads `x-emulator-fault`: `kind`, or `kind; ms=500; retryAfter=3`, several separated by commas. @throws ZodError */
export function faultsOfHeader(header: string | undefined): ActiveFault[] {
  if (!header) return [];
  return faultRules.parse(
    header.split(',').map((part) => {
      const [kind, ...settings] = part.split(';').map((text) => text.trim());
      return { kind, ...Object.fromEntries(settings.map(settingOf)) };
    }),
  );
}

function settingOf(text: string): [string, string | number] {
  const [name = '', value = ''] = text.split('=');
  return [name, /^-?\d+$/.test(value) ? Number(value) : value];
}
