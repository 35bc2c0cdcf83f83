import type { Router } from 'express';
import { api } from '#shared/api/index.ts';
import { mount } from '../http/mount.ts';
import type { DoorGuards } from '../http/rate-limit.ts';
import { changePassword } from '../services/admins/own-access/change-password.ts';
import { endOtherSessions, endOwnSession } from '../services/admins/own-access/end-own-sessions.ts';
import { getSelf } from '../services/admins/own-access/get-self.ts';
import {
  beginSecondFactor,
  confirmSecondFactor,
  removeSecondFactor,
  renewRecoveryCodes,
} from '../services/admins/second-factor/set-up-second-factor.ts';

/** What admins do about their own way in. */
export function mountSelf(router: Router, { guards }: { guards: DoorGuards }): void {
  mount(router, api.self.get, (ctx, _input, door) => getSelf(ctx, door.session.publicId));
  mount(
    router,
    api.self.changePassword,
    async (ctx, input, door) => {
      await door.session.begin(await changePassword(ctx, input));
      return { success: true as const };
    },
    guards.confirm,
  );
  mount(router, api.self.endSession, endOwnSession);
  mount(router, api.self.endOtherSessions, (ctx, _input, door) =>
    endOtherSessions(ctx, door.session.publicId),
  );
  mount(router, api.self.beginSecondFactor, beginSecondFactor);
  mount(router, api.self.confirmSecondFactor, confirmSecondFactor);
  mount(router, api.self.removeSecondFactor, removeSecondFactor);
  mount(router, api.self.renewRecoveryCodes, renewRecoveryCodes);
}
