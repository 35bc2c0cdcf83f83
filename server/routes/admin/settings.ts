import type { Router } from 'express';
import { api } from '#shared/api/index.ts';
import { mount } from '../../http/mount.ts';
import { connectVirtfusion } from '../../services/settings/connect-virtfusion.ts';
import { getBillingSettings } from '../../services/settings/get-billing-settings.ts';
import { getConnection } from '../../services/settings/get-connection.ts';
import { testConnection } from '../../services/settings/test-connection.ts';
import { updateBillingSettings } from '../../services/settings/update-billing-settings.ts';

export function mountSettings(router: Router): void {
  mount(router, api.settings.get, getBillingSettings);
  mount(router, api.settings.update, updateBillingSettings);
  mount(router, api.settings.connection, getConnection);
  mount(router, api.settings.connect, connectVirtfusion);
  mount(router, api.settings.testConnection, testConnection);
}
