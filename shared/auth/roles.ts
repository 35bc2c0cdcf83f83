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
  'servers.delete',
  'wallets.adjust',
  'links.write',
  'corrections.write',
  'corrections.approve',
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
    'links.write',
    'corrections.write',
  ],
  support: ['billing.read', 'settings.read', 'wallets.adjust', 'links.write'],
  viewer: ['billing.read', 'settings.read'],
};

/** Whether a role holds a permission. */
export function can(role: Role, permission: Permission): boolean {
  return granted[role].includes(permission);
}

/**
 * The most one person moves alone, in micros of the billing currency: by one adjustment or reversal (null: any
 * amount), and by one replay, up and down together. A larger adjustment is for somebody whose role may; a larger
 * replay wants the yes of another who holds `corrections.approve`, where there is another.
 */
export const moneyLimits: Record<Role, { adjustment: bigint | null; replay: bigint }> = {
  owner: { adjustment: null, replay: 1_000_000_000n },
  operator: { adjustment: 500_000_000n, replay: 100_000_000n },
  support: { adjustment: 50_000_000n, replay: 0n },
  viewer: { adjustment: 0n, replay: 0n },
};
