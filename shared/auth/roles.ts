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

/** Whether somebody may: by their role, and of a token by what it was narrowed to besides. */
export function mayDo(
  who: { role: Role; permissions?: readonly Permission[] | null },
  permission: Permission,
): boolean {
  return can(who.role, permission) && (who.permissions?.includes(permission) ?? true);
}

/** Who must have a second factor before they may do anything. */
export const secondFactorRules = ['nobody', 'owners', 'everyone'] as const;
export type SecondFactorRule = (typeof secondFactorRules)[number];

/** Whether a role is asked for a second factor. */
export function needsSecondFactor(rule: SecondFactorRule, role: Role): boolean {
  return rule === 'everyone' || (rule === 'owners' && role === 'owner');
}

/** From so much on, in micros, one adjustment wants the password of whoever makes it once more. */
export const LARGE_ADJUSTMENT = 100_000_000n;

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
