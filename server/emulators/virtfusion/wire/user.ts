import type { User } from '../world/entities.ts';
import { isoMicros, isoOffset } from './times.ts';

/** A user as the user endpoints show it; `selfServiceHourlyCredit` can be written and is never shown. */
export function userBody(user: User): Record<string, unknown> {
  return {
    id: user.id,
    admin: user.admin,
    extRelationId: user.extRelationId,
    selfService: user.selfService,
    selfServiceHourlyGroupProfiles: [],
    selfServiceResourceGroupProfiles: [],
    selfServiceHourlyResourcePack: null,
    name: user.name,
    email: user.email,
    timezone: user.timezone,
    suspended: user.suspended,
    twoFactorAuth: false,
    created: isoMicros(user.created),
    updated: isoMicros(user.updated),
  };
}

/** The same user inside a server: no self-service keys, and times in the other format. */
export function ownerBody(user: User): Record<string, unknown> {
  const { id, admin, extRelationId, name, email, timezone, suspended } = user;
  return {
    ...{ id, admin, extRelationId, name, email, timezone, suspended },
    twoFactorAuth: false,
    created: isoOffset(user.created),
    updated: isoOffset(user.updated),
  };
}
