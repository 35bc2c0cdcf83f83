import { type RequestHandler, Router } from 'express';
import type { Installation } from '../services/admins/who-am-i.ts';
import { mountAlerts } from './admin/alerts.ts';
import { mountAudit } from './admin/audit.ts';
import { mountCharges } from './admin/charges.ts';
import { type CronDoor, mountCron } from './admin/cron.ts';
import { mountCustomerLinks } from './admin/customer-links.ts';
import { mountCustomers } from './admin/customers.ts';
import { mountDashboard } from './admin/dashboard.ts';
import { mountPreview } from './admin/preview.ts';
import { mountRates } from './admin/rates.ts';
import { mountReplays } from './admin/replays.ts';
import { mountReports } from './admin/reports.ts';
import { type Following, mountRuns } from './admin/runs.ts';
import { mountSearch } from './admin/search.ts';
import { mountServers } from './admin/servers.ts';
import { mountSettings } from './admin/settings.ts';
import { mountStatements } from './admin/statements.ts';
import { mountTransactions } from './admin/transactions.ts';
import { mountAuth } from './auth.ts';
import { mountAccount } from './customer/account.ts';
import { mountBudgets } from './customer/budgets.ts';

/** Every row of the API on one router; a test proves that none is left out. */
export function apiRouter(options: {
  cron: CronDoor;
  installation: Installation;
  signInGuards: RequestHandler[];
  following: Following;
}): Router {
  const router = Router();
  mountAuth(router, options);
  mountSettings(router);
  mountCron(router, options.cron);
  mountDashboard(router);
  mountRuns(router, options.following);
  mountPreview(router);
  mountServers(router);
  mountCustomers(router);
  mountRates(router);
  mountTransactions(router);
  mountCharges(router);
  mountReplays(router);
  mountAlerts(router);
  mountAudit(router);
  mountSearch(router);
  mountReports(router);
  mountStatements(router);
  mountCustomerLinks(router);
  mountAccount(router);
  mountBudgets(router);
  return router;
}
