import type { LogLevel } from '../../server/log.ts';
import type { EmulatedPayPal } from '../../server/services/paypal/find-paypal.ts';

/** What an instance is started with: its first message. */
export interface InstanceSettings {
  number: number;
  timeFile: string;
  idleInTransactionMs: number;
  logLevel: LogLevel;
  /** Where customers pay in; null: nowhere. */
  paypal: EmulatedPayPal | null;
  /** Its environment variables. */
  env: Record<string, string>;
}

/** The first process to come to this point dies there, or stops. */
export interface Deadly {
  point: string;
  signal: 'SIGKILL' | 'SIGSTOP';
}

/** What the torture tells an instance. `at` null takes a deadly point back. */
export type ToInstance =
  | { kind: 'start'; settings: InstanceSettings }
  | { kind: 'tick'; at: string }
  | { kind: 'tickOne'; name: string; slot: string }
  | { kind: 'deadly'; at: Deadly | null };

export type FromInstance = { kind: 'ready'; url: string } | { kind: 'failed'; reason: string };
