import type { Router } from 'express';
import { api } from '#shared/api/index.ts';
import type { Context } from '../context.ts';
import { mount } from '../http/mount.ts';
import type { DoorGuards } from '../http/rate-limit.ts';
import type { RequestDoor } from '../http/request-context.ts';
import { confirmIdentity } from '../services/admins/confirm-identity.ts';
import { acceptInvitation, readInvitation } from '../services/admins/invitations/accept-invitation.ts';
import { STEP_UP_MS } from '../services/admins/session-times.ts';
import { type Entered, signIn } from '../services/admins/sign-in.ts';
import { signOut } from '../services/admins/sign-out.ts';
import { describeNewSession, type Installation, whoAmI } from '../services/admins/who-am-i.ts';

export interface AuthOptions {
  installation: Installation;
  guards: DoorGuards;
}

/** The ways in, and out. */
export function mountAuth(router: Router, options: AuthOptions): void {
  const { installation, guards } = options;
  const enter = async (ctx: Context, door: RequestDoor, entered: Entered) => {
    await door.session.begin(entered);
    return describeNewSession(ctx, entered, installation);
  };
  mount(router, api.auth.hints, async () => ({ demo: installation.demo }));
  mount(router, api.auth.me, (ctx) => whoAmI(ctx, installation));
  mount(
    router,
    api.auth.signIn,
    async (ctx, input, door) => enter(ctx, door, await signIn(ctx, input, door)),
    guards.signIn,
  );
  mount(router, api.auth.readInvitation, readInvitation, guards.invitation);
  mount(
    router,
    api.auth.acceptInvitation,
    async (ctx, input, door) => enter(ctx, door, await acceptInvitation(ctx, input, door)),
    guards.invitation,
  );
  mount(
    router,
    api.auth.confirm,
    async (ctx, input, door) => {
      await confirmIdentity(ctx, input);
      door.session.confirm();
      return { confirmedUntil: new Date(ctx.clock.now().getTime() + STEP_UP_MS) };
    },
    guards.confirm,
  );
  mount(router, api.auth.signOut, async (ctx, _input, door) => {
    await signOut(ctx);
    await door.session.end();
    return { success: true as const };
  });
}
