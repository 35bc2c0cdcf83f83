import { AppError } from '../errors.ts';
import type { CronDoor } from '../routes/admin/cron.ts';

const reached = async (): Promise<never> => {
  throw new AppError('refused', 'reached the schedules');
};

/** For tests of the web application that are not about schedules: that a call reached them is told, and nothing done. */
export const noCron: CronDoor = {
  getCronStatus: reached,
  triggerHourlyBilling: reached,
  previewSchedule: reached,
  getSchedules: reached,
  pauseSchedule: reached,
  resumeSchedule: reached,
  startSchedule: reached,
};
