import type { Router } from 'express';
import { api } from '#shared/api/index.ts';
import { mount } from '../../http/mount.ts';
import { disableAdmin, enableAdmin, resetSecondFactor, setRole } from '../../services/admins/change-admin.ts';
import { inviteAdmin } from '../../services/admins/invitations/invite-admin.ts';
import { listInvitations } from '../../services/admins/invitations/list-invitations.ts';
import { revokeInvitation } from '../../services/admins/invitations/revoke-invitation.ts';
import { listAdmins } from '../../services/admins/list-admins.ts';
import { getSignInRules, saveSignInRules } from '../../services/admins/second-factor/second-factor-rule.ts';
import { listTokens } from '../../services/admins/tokens/list-tokens.ts';
import { makeToken } from '../../services/admins/tokens/make-token.ts';
import { revokeToken } from '../../services/admins/tokens/revoke-token.ts';

export function mountAdmins(router: Router): void {
  mount(router, api.admins.list, listAdmins);
  mount(router, api.admins.setRole, setRole);
  mount(router, api.admins.disable, disableAdmin);
  mount(router, api.admins.enable, enableAdmin);
  mount(router, api.admins.resetSecondFactor, resetSecondFactor);
  mount(router, api.admins.rules, getSignInRules);
  mount(router, api.admins.saveRules, saveSignInRules);
  mount(router, api.invitations.list, listInvitations);
  mount(router, api.invitations.invite, inviteAdmin);
  mount(router, api.invitations.revoke, revokeInvitation);
  mount(router, api.tokens.list, listTokens);
  mount(router, api.tokens.make, makeToken);
  mount(router, api.tokens.revoke, revokeToken);
}
