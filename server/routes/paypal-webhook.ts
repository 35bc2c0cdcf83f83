import type { Router } from 'express';
import { api } from '#shared/api/index.ts';
import { mountRaw } from '../http/mount-raw.ts';
import { receiveWebhook } from '../services/top-ups/receive-webhook.ts';

export function mountPayPalWebhook(router: Router): void {
  mountRaw(router, api.paypal.webhook, receiveWebhook);
}
