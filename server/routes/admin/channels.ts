import type { Router } from 'express';
import { api } from '#shared/api/index.ts';
import { mount } from '../../http/mount.ts';
import { getChannels } from '../../services/channels/get-channels.ts';
import { saveDiscord, saveMail, saveRunway } from '../../services/channels/save-channels.ts';
import { testChannel } from '../../services/channels/test-channel.ts';
import { addWebhook, enableWebhook, removeWebhook } from '../../services/channels/webhooks.ts';

export function mountChannels(router: Router): void {
  mount(router, api.channels.get, getChannels);
  mount(router, api.channels.saveMail, saveMail);
  mount(router, api.channels.saveDiscord, saveDiscord);
  mount(router, api.channels.saveRunway, saveRunway);
  mount(router, api.channels.addWebhook, addWebhook);
  mount(router, api.channels.enableWebhook, enableWebhook);
  mount(router, api.channels.removeWebhook, removeWebhook);
  mount(router, api.channels.test, testChannel);
}
