import type { Role } from '#shared/auth/roles.ts';

/** What a role is for, in a sentence. The table of `shared/auth/roles.ts` is what counts. */
export const roleWords: Record<Role, { label: string; hint: string }> = {
  owner: { label: 'Owner', hint: 'Everything, admins, API tokens and deletions included.' },
  operator: {
    label: 'Operator',
    hint: 'Runs billing, settings, prices and servers; moves money up to a limit.',
  },
  support: { label: 'Support', hint: 'Reads everything, moves small amounts, gives customers links.' },
  viewer: { label: 'Viewer', hint: 'Reads, and changes nothing.' },
};

export const roleChoices = (Object.keys(roleWords) as Role[]).map((value) => ({
  value,
  ...roleWords[value],
}));
