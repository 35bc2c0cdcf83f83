import {
  Bell,
  CalendarClock,
  ChartColumn,
  Coins,
  Gauge,
  HandCoins,
  History,
  KeyRound,
  Mail,
  ReceiptText,
  Rewind,
  Scale,
  ScrollText,
  Server,
  Settings,
  ShieldUser,
  Tags,
  Telescope,
  Users,
} from 'lucide-react';
import { type ComponentType, type LazyExoticComponent, Suspense } from 'react';
import { Redirect, Route, Switch } from 'wouter';
import type { Permission } from '#shared/auth/roles.ts';
import type { NavigationItem } from './components/admin-navigation.tsx';
import { lazyPart } from './components/ui/lazy-part.ts';
import { NotFoundPage } from './pages/not-found-page.tsx';
import { paths } from './paths.ts';
import { SessionGate } from './session-gate.tsx';

export interface AdminRoute {
  path: string;
  page: LazyExoticComponent<ComponentType>;
  permission: Permission;
  /** Its entry in the navigation, in the order of this table; a page of one thing has none. */
  nav?: Omit<NavigationItem, 'path'>;
}

const PayPage = lazyPart(() => import('./pages/pay-page.tsx'), 'PayPage');
const SignInPage = lazyPart(() => import('./pages/sign-in-page.tsx'), 'SignInPage');
const InvitationPage = lazyPart(() => import('./pages/invitation-page.tsx'), 'InvitationPage');
const AccountPages = lazyPart(() => import('./account-pages.tsx'), 'AccountPages');
const AdminPages = lazyPart(() => import('./admin-pages.tsx'), 'AdminPages');

const DashboardPage = lazyPart(() => import('./pages/admin/dashboard-page.tsx'), 'DashboardPage');
const RunsPage = lazyPart(() => import('./pages/admin/runs-page.tsx'), 'RunsPage');
const RunPage = lazyPart(() => import('./pages/admin/run-page.tsx'), 'RunPage');
const PreviewPage = lazyPart(() => import('./pages/admin/preview-page.tsx'), 'PreviewPage');
const WhatIfPage = lazyPart(() => import('./pages/admin/what-if-page.tsx'), 'WhatIfPage');
const CronPage = lazyPart(() => import('./pages/admin/cron-page.tsx'), 'CronPage');
const ServersPage = lazyPart(() => import('./pages/admin/servers-page.tsx'), 'ServersPage');
const ServerPage = lazyPart(() => import('./pages/admin/server-page.tsx'), 'ServerPage');
const CustomersPage = lazyPart(() => import('./pages/admin/customers-page.tsx'), 'CustomersPage');
const CustomerPage = lazyPart(() => import('./pages/admin/customer-page.tsx'), 'CustomerPage');
const RatesPage = lazyPart(() => import('./pages/admin/rates-page.tsx'), 'RatesPage');
const PackagePage = lazyPart(() => import('./pages/admin/package-page.tsx'), 'PackagePage');
const TransactionsPage = lazyPart(() => import('./pages/admin/transactions-page.tsx'), 'TransactionsPage');
const TransactionPage = lazyPart(() => import('./pages/admin/transaction-page.tsx'), 'TransactionPage');
const TopUpsPage = lazyPart(() => import('./pages/admin/top-ups-page.tsx'), 'TopUpsPage');
const TopUpPage = lazyPart(() => import('./pages/admin/top-up-page.tsx'), 'TopUpPage');
const ReplaysPage = lazyPart(() => import('./pages/admin/replays-page.tsx'), 'ReplaysPage');
const ReplayPage = lazyPart(() => import('./pages/admin/replay-page.tsx'), 'ReplayPage');
const NewReplayPage = lazyPart(() => import('./pages/admin/new-replay-page.tsx'), 'NewReplayPage');
const ChargePage = lazyPart(() => import('./pages/admin/charge-page.tsx'), 'ChargePage');
const DunningPage = lazyPart(() => import('./pages/admin/dunning-page.tsx'), 'DunningPage');
const AlertsPage = lazyPart(() => import('./pages/admin/alerts-page.tsx'), 'AlertsPage');
const AuditPage = lazyPart(() => import('./pages/admin/audit-page.tsx'), 'AuditPage');
const ReportsPage = lazyPart(() => import('./pages/admin/reports-page.tsx'), 'ReportsPage');
const StatementPage = lazyPart(() => import('./pages/admin/statement-page.tsx'), 'StatementPage');
const NoticesPage = lazyPart(() => import('./pages/admin/notices-page.tsx'), 'NoticesPage');
const NoticePage = lazyPart(() => import('./pages/admin/notice-page.tsx'), 'NoticePage');
const NoticeTextPage = lazyPart(() => import('./pages/admin/notice-text-page.tsx'), 'NoticeTextPage');
const CreditPage = lazyPart(() => import('./pages/admin/credit-page.tsx'), 'CreditPage');
const CreditPostingPage = lazyPart(
  () => import('./pages/admin/credit-posting-page.tsx'),
  'CreditPostingPage',
);
const SettingsPage = lazyPart(() => import('./pages/admin/settings-page.tsx'), 'SettingsPage');

const AdminsPage = lazyPart(() => import('./pages/admin/admins-page.tsx'), 'AdminsPage');
const TokensPage = lazyPart(() => import('./pages/admin/tokens-page.tsx'), 'TokensPage');
const OwnAccountPage = lazyPart(() => import('./pages/admin/own-account-page.tsx'), 'OwnAccountPage');

const adminRoutes: AdminRoute[] = [
  {
    path: paths.home(),
    page: DashboardPage,
    permission: 'billing.read',
    nav: { label: 'Dashboard', icon: Gauge, group: 'Overview', letter: 'd' },
  },
  {
    path: paths.runs(),
    page: RunsPage,
    permission: 'billing.read',
    nav: { label: 'Runs', icon: History, group: 'Billing', letter: 'r' },
  },
  { path: paths.run(':id'), page: RunPage, permission: 'billing.read' },
  {
    path: paths.preview(),
    page: PreviewPage,
    permission: 'billing.read',
    nav: { label: 'Preview', icon: Telescope, group: 'Billing', letter: 'v' },
  },
  {
    path: paths.whatIf(),
    page: WhatIfPage,
    permission: 'billing.read',
    nav: { label: 'What if', icon: Scale, group: 'Billing', letter: 'w' },
  },
  {
    path: paths.cron(),
    page: CronPage,
    permission: 'billing.read',
    nav: { label: 'Schedules', icon: CalendarClock, group: 'Setup', letter: 'h' },
  },
  {
    path: paths.servers(),
    page: ServersPage,
    permission: 'billing.read',
    nav: { label: 'Servers', icon: Server, group: 'Customers', letter: 's' },
  },
  { path: paths.server(':id'), page: ServerPage, permission: 'billing.read' },
  {
    path: paths.customers(),
    page: CustomersPage,
    permission: 'billing.read',
    nav: { label: 'Customers', icon: Users, group: 'Customers', letter: 'c' },
  },
  { path: paths.customer(':id'), page: CustomerPage, permission: 'billing.read' },
  { path: paths.statement(':id', ':month'), page: StatementPage, permission: 'billing.read' },
  {
    path: paths.rates(),
    page: RatesPage,
    permission: 'billing.read',
    nav: { label: 'Rates', icon: Tags, group: 'Setup', letter: 'p' },
  },
  { path: paths.package(':id'), page: PackagePage, permission: 'billing.read' },
  {
    path: paths.transactions(),
    page: TransactionsPage,
    permission: 'billing.read',
    nav: { label: 'Transactions', icon: ReceiptText, group: 'Billing', letter: 't' },
  },
  { path: paths.transaction(':id'), page: TransactionPage, permission: 'billing.read' },
  {
    path: paths.topUps(),
    page: TopUpsPage,
    permission: 'billing.read',
    nav: { label: 'Top-ups', icon: HandCoins, group: 'Customers', letter: 'u' },
  },
  { path: paths.topUp(':id'), page: TopUpPage, permission: 'billing.read' },
  {
    path: paths.reports(),
    page: ReportsPage,
    permission: 'billing.read',
    nav: { label: 'Reports', icon: ChartColumn, group: 'Overview', letter: 'o' },
  },
  {
    path: paths.replays(),
    page: ReplaysPage,
    permission: 'billing.read',
    nav: { label: 'Replays', icon: Rewind, group: 'Billing', letter: 'y' },
  },
  {
    path: paths.credit(),
    page: CreditPage,
    permission: 'billing.read',
    nav: { label: 'VirtFusion credit', icon: Coins, group: 'Billing', letter: 'k' },
  },
  { path: paths.creditPosting(':id'), page: CreditPostingPage, permission: 'billing.read' },
  { path: paths.newReplay(), page: NewReplayPage, permission: 'corrections.write' },
  { path: paths.replay(':id'), page: ReplayPage, permission: 'billing.read' },
  { path: paths.charge(':serverId', ':hour'), page: ChargePage, permission: 'billing.read' },
  {
    path: paths.dunning(),
    page: DunningPage,
    permission: 'billing.read',
    nav: { label: 'Dunning', icon: HandCoins, group: 'Customers', letter: 'n' },
  },
  {
    path: paths.alerts(),
    page: AlertsPage,
    permission: 'billing.read',
    nav: { label: 'Alerts', icon: Bell, group: 'Overview', letter: 'a' },
  },
  {
    path: paths.notices(),
    page: NoticesPage,
    permission: 'billing.read',
    nav: { label: 'Notices', icon: Mail, group: 'Customers', letter: 'n' },
  },
  { path: paths.noticeText(':event', ':way'), page: NoticeTextPage, permission: 'settings.read' },
  { path: paths.notice(':id'), page: NoticePage, permission: 'billing.read' },
  {
    path: paths.audit(),
    page: AuditPage,
    permission: 'billing.read',
    nav: { label: 'Audit', icon: ScrollText, group: 'Setup', letter: 'l' },
  },
  {
    path: paths.admins(),
    page: AdminsPage,
    permission: 'admins.write',
    nav: { label: 'Admins', icon: ShieldUser, group: 'Setup', letter: 'm' },
  },
  {
    path: paths.tokens(),
    page: TokensPage,
    permission: 'admins.write',
    nav: { label: 'API tokens', icon: KeyRound, group: 'Setup', letter: 'i' },
  },
  { path: paths.ownAccount(), page: OwnAccountPage, permission: 'billing.read' },
  {
    path: paths.settings(),
    page: SettingsPage,
    permission: 'settings.read',
    nav: { label: 'Settings', icon: Settings, group: 'Setup', letter: 'e' },
  },
];

/** Every URL of the app → its page. */
export function Routes() {
  return (
    <Suspense>
      <Switch>
        <Route path="/">
          <Redirect to={paths.home()} replace />
        </Route>
        <Route path={paths.signIn()}>
          <SignInPage />
        </Route>
        <Route path={paths.invitation()} component={InvitationPage} />
        <Route path="/account/*?">
          <AccountPages />
        </Route>
        <Route path={paths.pay(':key')}>
          <PayPage />
        </Route>
        <Route path="/admin/*?">
          <SessionGate>
            <AdminPages routes={adminRoutes} />
          </SessionGate>
        </Route>
        <Route>
          <NotFoundPage />
        </Route>
      </Switch>
    </Suspense>
  );
}
