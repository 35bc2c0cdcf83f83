import type { ReactNode } from 'react';
import { can, type Permission } from '#shared/auth/roles.ts';
import { useSession } from '../api/session.ts';

/** Whether the admin who sees this page may do it. The server judges by the same table. */
export function useCan(permission: Permission): boolean {
  return can(useSession().admin.role, permission);
}

/** Shows its children to those who may, else `otherwise`. */
export function Can(props: { permission: Permission; children: ReactNode; otherwise?: ReactNode }) {
  return useCan(props.permission) ? props.children : props.otherwise;
}
