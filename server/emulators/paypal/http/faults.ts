import { z } from 'zod';

/** Every way in which the emulated PayPal can be told to misbehave; README.md says what each does. */
export const faultKinds = [
  'error',
  'error-after',
  'drop-before',
  'drop-after',
  'slow',
  'hang',
  'token-expired',
  'rate-limited',
  'declined',
  'pending',
  'wrong-amount',
  'wrong-currency',
  'html',
] as const;
export type FaultKind = (typeof faultKinds)[number];

const rule = z.strictObject({
  kind: z.enum(faultKinds),
  /** A label such as `POST /v2/checkout/orders/:id/capture`, or `*` for every one. */
  route: z.string().default('*'),
  /** How often it strikes. */
  times: z.int().min(1).default(1),
  /** How long `slow` waits. */
  ms: z.int().default(300),
});
export type FaultRule = z.input<typeof rule>;
type Active = z.output<typeof rule>;

/** The switches of one emulator. */
export class Faults {
  #rules: Active[] = [];

  /** @throws ZodError for a kind or key that is unknown */
  add(given: FaultRule): void {
    this.#rules.push(rule.parse(given));
  }

  clear(): void {
    this.#rules = [];
  }

  /** The fault that strikes this call, if one does; it is used up by it. */
  take(label: string): Active | null {
    const found = this.#rules.find(({ route, times }) => times > 0 && (route === '*' || route === label));
    if (!found) return null;
    found.times -= 1;
    return { ...found };
  }
}
