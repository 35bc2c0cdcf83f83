import type { RequestHandler, Router } from 'express';
import { api } from '#shared/api/index.ts';
import { mount } from '../http/mount.ts';
import { signIn } from '../services/admins/sign-in.ts';
import { signOut } from '../services/admins/sign-out.ts';
import { describeSession, type Installation, whoAmI } from '../services/admins/who-am-i.ts';

export function mountAuth(
  router: Router,
  { installation, signInGuards }: { installation: Installation; signInGuards: RequestHandler[] },
): void {
  mount(router, api.auth.hints, async () => ({ demo: installation.demo }));
  mount(router, api.auth.me, (ctx) => whoAmI(ctx, installation));
  mount(
    router,
    api.auth.signIn,
    async (ctx, input, door) => {
      const admin = await signIn(ctx, input, door);
      await door.session.begin(admin.id);
      return describeSession(ctx, admin, installation);
    },
    signInGuards,
  );
  mount(router, api.auth.signOut, async (ctx, _input, door) => {
    await signOut(ctx);
    await door.session.end();
    return { success: true as const };
  });
}
