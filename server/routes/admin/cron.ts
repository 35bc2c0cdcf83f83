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
  getSchedules(ctx: Context): Promise<OutputOf<typeof api.cron.schedules>>;
  pauseSchedule(
    ctx: Context,
    input: InputOf<typeof api.cron.pause>,
  ): Promise<OutputOf<typeof api.cron.pause>>;
  resumeSchedule(
    ctx: Context,
    input: InputOf<typeof api.cron.resume>,
  ): Promise<OutputOf<typeof api.cron.resume>>;
  startSchedule(
    ctx: Context,
    input: InputOf<typeof api.cron.start>,
  ): Promise<OutputOf<typeof api.cron.start>>;
}

export function mountCron(router: Router, cron: CronDoor): void {
  mount(router, api.cron.status, (ctx) => cron.getCronStatus(ctx));
  mount(router, api.cron.trigger, (ctx) => cron.triggerHourlyBilling(ctx));
  mount(router, api.cron.preview, (ctx, input) => cron.previewSchedule(ctx, input));
  mount(router, api.cron.schedules, (ctx) => cron.getSchedules(ctx));
  mount(router, api.cron.pause, (ctx, input) => cron.pauseSchedule(ctx, input));
  mount(router, api.cron.resume, (ctx, input) => cron.resumeSchedule(ctx, input));
  mount(router, api.cron.start, (ctx, input) => cron.startSchedule(ctx, input));
}
