/** Who may do what. The mount of every endpoint and the `Can` component of the page read this one table. */
export const roles = ['owner', 'operator', 'support', 'viewer'] as const;
export type Role = (typeof roles)[number];

export const permissions = [
  'billing.read',
  'billing.run',
  'settings.read',
  'settings.write',
  'rates.write',
  'servers.write',
  'wallets.adjust',
  'admins.write',
] as const;
export type Permission = (typeof permissions)[number];

const granted: Record<Role, readonly Permission[]> = {
  owner: permissions,
  operator: [
    'billing.read',
    'billing.run',
    'settings.read',
    'settings.write',
    'rates.write',
    'servers.write',
    'wallets.adjust',
  ],
  support: ['billing.read', 'settings.read', 'wallets.adjust'],
  viewer: ['billing.read', 'settings.read'],
};

/** Whether a role holds a permission. */
export function can(role: Role, permission: Permission): boolean {
  return granted[role].includes(permission);
}
