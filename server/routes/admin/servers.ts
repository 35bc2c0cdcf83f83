import type { Router } from 'express';
import { api } from '#shared/api/index.ts';
import { mount } from '../../http/mount.ts';
import { assignPackage } from '../../services/servers/assign-package.ts';
import { decideGap } from '../../services/servers/decide-gap.ts';
import { endExemption } from '../../services/servers/end-exemption.ts';
import { exemptServer } from '../../services/servers/exempt-server.ts';
import { getServer } from '../../services/servers/get-server.ts';
import { listHypervisors } from '../../services/servers/list-hypervisors.ts';
import { listServerCharges } from '../../services/servers/list-server-charges.ts';
import { listServers } from '../../services/servers/list-servers.ts';
import { readServerCalendar, readServerHours } from '../../services/servers/read-server-calendar.ts';

export function mountServers(router: Router): void {
  mount(router, api.servers.list, listServers);
  mount(router, api.servers.get, getServer);
  mount(router, api.servers.charges, listServerCharges);
  mount(router, api.servers.calendar, readServerCalendar);
  mount(router, api.servers.hours, readServerHours);
  mount(router, api.servers.hypervisors, listHypervisors);
  mount(router, api.servers.exempt, exemptServer);
  mount(router, api.servers.endExemption, endExemption);
  mount(router, api.servers.assignPackage, assignPackage);
  mount(router, api.servers.decideGap, decideGap);
}
