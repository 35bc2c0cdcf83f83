import type { Role } from '#shared/auth/roles.ts';
import type { Actor } from '../context.ts';

/** The customers of every story: their ids are VirtFusion user ids. */
export const people = {
  /** One server, all month. */
  ada: { id: 11, name: 'Ada Adebayo', email: 'ada@customers.example' },
  /** Reboots twice in an hour. */
  bram: { id: 12, name: 'Bram de Boer', email: 'bram@customers.example' },
  /** The wallet is nearly empty. */
  chidi: { id: 13, name: 'Chidi Okafor', email: 'chidi@customers.example' },
  /** Has a server without a rate. */
  dora: { id: 14, name: 'Dora Dimou', email: 'dora@customers.example' },
} as const;

export interface TestAdmin {
  email: string;
  name: string;
  role: Role;
  password: string;
}

/** The admins of every story, one a role that matters. */
export const testAdmins = {
  olive: {
    email: 'olive@host.example',
    name: 'Olive Owner',
    role: 'owner',
    password: 'olive-owns-the-olive-tree',
  },
  otto: {
    email: 'otto@host.example',
    name: 'Otto Operator',
    role: 'operator',
    password: 'otto-operates-at-night',
  },
  vera: {
    email: 'vera@host.example',
    name: 'Vera Viewer',
    role: 'viewer',
    password: 'vera-views-every-page',
  },
} as const satisfies Record<string, TestAdmin>;

/** An actor as a request of that admin would have; for verbs called without a request. */
export function actorOf(name: keyof typeof testAdmins, id = 1): Actor & { kind: 'admin' } {
  const admin = testAdmins[name];
  return { kind: 'admin', id, name: admin.name, role: admin.role, address: '192.0.2.1', requestId: 'test' };
}
