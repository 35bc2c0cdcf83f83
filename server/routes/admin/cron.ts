import type { Router } from 'express';
import type { InputOf, OutputOf } from '#shared/api/endpoint.ts';
import { api } from '#shared/api/index.ts';
import type { Context } from '../../context.ts';
import { mount } from '../../http/mount.ts';

/** What the pages need of the schedules of this process; CronService is one. */
export interface CronDoor {
  getCronStatus(ctx: Context): Promise<OutputOf<typeof api.cron.status>>;
  triggerHourlyBilling(ctx: Context): Promise<OutputOf<typeof api.cron.trigger>>;
  previewSchedule(
    ctx: Context,
    input: InputOf<typeof api.cron.preview>,
  ): Promise<OutputOf<typeof api.cron.preview>>;
}

export function mountCron(router: Router, cron: CronDoor): void {
  mount(router, api.cron.status, (ctx) => cron.getCronStatus(ctx));
  mount(router, api.cron.trigger, (ctx) => cron.triggerHourlyBilling(ctx));
  mount(router, api.cron.preview, (ctx, input) => cron.previewSchedule(ctx, input));
}
