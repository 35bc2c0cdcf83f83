import { account } from './account.ts';
import { admins, invitations } from './admins.ts';
import { alerts } from './alerts.ts';
import { audit } from './audit.ts';
import { auth } from './auth.ts';
import { budgets } from './budgets.ts';
import { channels } from './channels.ts';
import { charges } from './charges.ts';
import { credit } from './credit.ts';
import { cron } from './cron.ts';
import { customerLinks } from './customer-links.ts';
import { customers } from './customers.ts';
import { dashboard } from './dashboard.ts';
import { dunning } from './dunning.ts';
import { notices, noticeTemplates } from './notices.ts';
import { payments } from './payments.ts';
import { paypal } from './paypal.ts';
import { preview } from './preview.ts';
import { proof } from './proof.ts';
import { rates } from './rates.ts';
import { replays } from './replays.ts';
import { reports } from './reports.ts';
import { runs } from './runs.ts';
import { search } from './search.ts';
import { self } from './self.ts';
import { servers } from './servers.ts';
import { settings } from './settings.ts';
import { statements } from './statements.ts';
import { tokens } from './tokens.ts';
import { topUps } from './top-ups.ts';
import { transactions } from './transactions.ts';

/** The whole API: what the server mounts, the browser calls and /api/docs prints. */
export const api = {
  auth,
  settings,
  cron,
  dashboard,
  runs,
  preview,
  servers,
  customers,
  rates,
  transactions,
  charges,
  replays,
  alerts,
  audit,
  search,
  reports,
  statements,
  channels,
  notices,
  noticeTemplates,
  customerLinks,
  account,
  dunning,
  paypal,
  topUps,
  payments,
  credit,
  proof,
  budgets,
  self,
  admins,
  invitations,
  tokens,
};
