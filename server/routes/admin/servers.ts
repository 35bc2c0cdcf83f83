import type { Router } from 'express';
import { api } from '#shared/api/index.ts';
import { mount } from '../../http/mount.ts';
import { assignPackage } from '../../services/servers/assign-package.ts';
import { decideGap } from '../../services/servers/decide-gap.ts';
import { getServer } from '../../services/servers/get-server.ts';
import { listServerCharges } from '../../services/servers/list-server-charges.ts';
import { listServers } from '../../services/servers/list-servers.ts';

export function mountServers(router: Router): void {
  mount(router, api.servers.list, listServers);
  mount(router, api.servers.get, getServer);
  mount(router, api.servers.charges, listServerCharges);
  mount(router, api.servers.assignPackage, assignPackage);
  mount(router, api.servers.decideGap, decideGap);
}
