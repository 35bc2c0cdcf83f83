import type { Permission, Role } from '#shared/auth/roles.ts';
import type { Micros } from '#shared/billing/money.ts';
import type { PayPalMode } from '#shared/schema/index.ts';
import type { Clock } from './clock.ts';
import type { Database, Transaction } from './db/client.ts';
import type { Env } from './env.ts';
import type { PayPalClient } from './integrations/paypal/client.ts';
import type { VirtFusionClient } from './integrations/virtfusion/client.ts';
import type { Log } from './log.ts';
import type { SecretBox } from './secrets/secret-box.ts';

/** Who acts: a person at the page or with a token, a customer by their link, or the system itself. */
export type Actor =
  | {
      kind: 'admin';
      id: number;
      name: string;
      role: Role;
      /** They may do nothing before they set up a second factor. */
      secondFactorMissing?: boolean;
      address: string | null;
      requestId: string | null;
    }
  | {
      kind: 'token';
      id: number;
      name: string;
      role: Role;
      /** What of its role it may; null or absent: all. */
      permissions?: readonly Permission[] | null;
      /** Whether it may do what asks a person for a fresh proof. */
      sensitive?: boolean;
      address: string | null;
      requestId: string | null;
    }
  | {
      kind: 'customer';
      customerId: number;
      linkId: number;
      name: string;
      address: string | null;
      requestId: string | null;
    }
  | { kind: 'system'; name: string };

/** Where VirtFusion is; asked anew each time, because an admin may have saved another one. */
export interface Panel {
  source: 'environment' | 'settings' | 'demo' | 'none';
  url: string | null;
  client: VirtFusionClient | null;
}

/** The PayPal account customers pay into; asked anew each time, as the panel is. */
export interface PayPal {
  source: 'settings' | 'demo' | 'none';
  /** Null without an account: nothing can be paid in. */
  account: PayPalAccount | null;
  /** What one top-up may be, both included. */
  smallest: Micros;
  largest: Micros;
}

export interface PayPalAccount {
  mode: PayPalMode;
  client: PayPalClient;
  /** Null until the webhook is named in the settings: then every notification is refused. */
  webhookId: string | null;
  /** Who may serve, and vouch for, the certificates that sign its notifications. */
  trust: { certificateHosts: readonly string[]; allowPlainHttp: boolean; roots: readonly string[] };
}

/** What a verb needs of the world. Verbs are `verb(ctx, input)` and reach for nothing else. */
export interface Context {
  db: Database | Transaction;
  inTransaction: boolean;
  /** The database as its owner, where that is known to be somebody else than who `db` is: for backups. */
  ownerUrl?: string | undefined;
  clock: Clock;
  /** Where the installation's own connection is saved: the same as `db`, but in a demo, whose rows are kept apart. */
  live: Database;
  demo: boolean;
  /** What the database's own clock says: compared with ours before a run writes. */
  databaseNow(): Promise<Date>;
  log: Log;
  actor: Actor;
  env: Env;
  secrets: SecretBox;
  /** The VirtFusion in force now. Throws AppError 'virtfusion_failed' from its calls, never from here. */
  panel(): Promise<Panel>;
  /** The PayPal in force now. Its calls throw PayPalError, never this. */
  paypal(): Promise<PayPal>;
  /** Names this process in slots and locks: host, pid and a random end. */
  instance: string;
}

/** The same context, acting as the system: what a schedule or a job does. */
export function asSystem(ctx: Context, name: string): Context {
  return { ...ctx, actor: { kind: 'system', name } };
}

/** 'admin:3', 'token:5', 'customer:11', 'system:cron': how an actor is written into rows. */
export function actorKey(actor: Actor): string {
  switch (actor.kind) {
    case 'system':
      return `system:${actor.name}`;
    case 'customer':
      return `customer:${actor.customerId}`;
    default:
      return `${actor.kind}:${actor.id}`;
  }
}

/** Who has a role: an admin at the page or a token. */
export type Staff = Extract<Actor, { role: Role }>;

/** Whether an actor is an admin or a token of one. */
export function isStaff(actor: Actor): actor is Staff {
  return actor.kind === 'admin' || actor.kind === 'token';
}
