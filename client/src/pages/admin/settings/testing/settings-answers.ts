import type { OutputOf } from '#shared/api/endpoint.ts';
import type { api } from '#shared/api/index.ts';
import { type BillingSettings, defaultBillingSettings } from '#shared/api/settings.ts';

type Saved = OutputOf<typeof api.settings.get>;
type Status = OutputOf<typeof api.cron.status>;
type Preview = OutputOf<typeof api.cron.preview>;
type Connection = OutputOf<typeof api.settings.connection>;

const at = (time: string) => new Date(`2026-11-23T${time}:00Z`);

/** The settings at version 7, never switched on, with what differs. */
export function savedAs(settings: Partial<BillingSettings>, more: Partial<Saved> = {}): Saved {
  return {
    settings: { ...defaultBillingSettings, ...settings },
    version: 7,
    updatedAt: at('12:03'),
    updatedBy: null,
    lastOnUntil: null,
    ...more,
  };
}

export function savedBy(updatedBy: string, settings: Partial<BillingSettings>, more: Partial<Saved>): Saved {
  return savedAs(settings, { updatedBy, ...more });
}

export function aConnection(more: Partial<Connection>): Connection {
  return { url: 'https://panel.example.com', tokenSaved: true, source: 'settings', version: 1, ...more };
}

/** Every hour, as node-cron would tell it. */
export function aPreview(more: Partial<Preview>): Preview {
  const nextRuns = ['13:00', '14:00', '15:00', '16:00', '17:00'].map(at);
  const preview = { valid: true, problem: null, sentence: 'At the start of every hour', nextRuns, ...more };
  return preview.valid ? preview : { ...preview, sentence: null, nextRuns: [] };
}

export function aStatus({ enabled = false }: { enabled?: boolean }): Status {
  const job = {
    isScheduled: enabled,
    isRunning: false,
    schedule: '0 * * * *',
    timezone: 'UTC',
    sentence: 'Every hour',
    nextRun: enabled ? at('13:00') : null,
    lastRun: enabled ? at('12:00') : null,
    lastRunBy: enabled ? 'host:1' : null,
  };
  const logs = enabled
    ? [{ at: at('12:00'), runId: 40, status: 'done', message: '56 servers, 56 hours' }]
    : [];
  return {
    success: true,
    cronStatus: {
      hourlyBilling: {
        ...job,
        enabled,
        openRun: null,
        schedules: [job.schedule],
        pause: null,
        blackoutUntil: null,
      },
      observation: { ...job, schedule: '*/10 * * * *', sentence: 'Every 10 minutes' },
      instance: 'host:1',
    },
    cronLogs: { hourlyBilling: { lastRun: job.lastRun, logs } },
  };
}
