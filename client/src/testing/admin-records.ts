import type { AdminAccount, Invitation } from '../api/admins.ts';
import type { Self } from '../api/self.ts';
import type { ApiToken } from '../api/tokens.ts';
import { at } from './records.ts';

export function anAdmin(over: Partial<AdminAccount> = {}): AdminAccount {
  return {
    id: 2,
    email: 'otto@example.com',
    name: 'Otto',
    role: 'operator',
    secondFactor: true,
    createdAt: at('08:00', '2026-11-01'),
    disabledAt: null,
    lastSignInAt: at('19:00'),
    ...over,
  };
}

export function anInvitation(over: Partial<Invitation> = {}): Invitation {
  return {
    id: 5,
    email: 'vera@example.com',
    role: 'viewer',
    status: 'open',
    invitedBy: 'Olive',
    createdAt: at('19:00'),
    expiresAt: at('19:00', '2026-11-26'),
    acceptedAt: null,
    ...over,
  };
}

export function aToken(over: Partial<ApiToken> = {}): ApiToken {
  return {
    id: 3,
    name: 'nightly',
    prefix: 'sky_Ab3dEf',
    role: 'operator',
    permissions: ['billing.read', 'billing.run'],
    sensitive: false,
    status: 'open',
    madeBy: 'Olive',
    createdAt: at('08:00', '2026-11-01'),
    lastUsedAt: at('20:00'),
    expiresAt: at('08:00', '2027-01-30'),
    revokedAt: null,
    ...over,
  };
}

/** Olive's way in: no second factor, and another session on her phone. */
export function aSelf(over: Partial<Self> = {}): Self {
  return {
    secondFactor: { since: null, recoveryCodesLeft: 0, required: false },
    sessions: [
      {
        ...{ id: 'a'.repeat(64), current: true, beganAt: at('08:00'), lastUsedAt: at('20:00') },
        ...{ address: '192.0.2.1', browser: 'Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Firefox/145.0' },
      },
      {
        ...{ id: 'b'.repeat(64), current: false, beganAt: at('07:00'), lastUsedAt: at('07:30') },
        ...{ address: '192.0.2.2', browser: 'Mozilla/5.0 (iPhone) AppleWebKit/605 Safari/605.1' },
      },
    ],
    ...over,
  };
}
