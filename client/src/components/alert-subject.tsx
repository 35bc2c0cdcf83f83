import { paths } from '../paths.ts';
import { TextLink } from './text-link.tsx';

const pages: Record<string, { label: string; href: (id: string) => string }> = {
  run: { label: 'Run', href: paths.run },
  server: { label: 'Server', href: paths.server },
  package: { label: 'Package', href: paths.package },
  wallet: { label: 'Customer', href: paths.customer },
  schedule: { label: 'Schedules', href: paths.cron },
  credit: { label: 'Credit posting', href: paths.creditPosting },
  virtfusion: { label: 'VirtFusion settings', href: paths.settings },
  topup: { label: 'Top-up', href: paths.topUp },
};

/** Those that are one thing, or one list: they have a name of their own. */
const named: Record<string, { label: string; href: string }> = {
  'set-aside:no_package': { label: 'Servers without a package', href: paths.servers({ setAside: 'yes' }) },
  'set-aside': { label: 'Servers set aside', href: paths.servers({ setAside: 'yes' }) },
  'schedule:hourly-billing': { label: 'Hourly billing', href: paths.cron() },
  'schedule:observation': { label: 'Looking at the servers', href: paths.cron() },
  credit: { label: 'Credit postings', href: paths.credit() },
  'credit:unlinked': {
    label: 'Customers without an external relation id',
    href: paths.credit({ show: 'unlinked' }),
  },
  proof: { label: 'The daily proof', href: paths.home() },
  fleet: { label: 'All servers', href: paths.servers() },
  'notices:undelivered': { label: 'Delivery log', href: paths.notices() },
  power: { label: 'All servers', href: paths.servers() },
};

/** What an alert is about: 'run:12' leads to that run, an hour of a server to its charge. */
export function AlertSubject({ subject, facts = {} }: { subject: string; facts?: Record<string, unknown> }) {
  const [kind = '', id = ''] = subject.split(':', 2);
  const { hour } = facts;
  if (kind === 'server' && typeof hour === 'string') {
    return <TextLink href={paths.charge(id, new Date(hour))}>Charge of server {id}</TextLink>;
  }
  const own = named[subject];
  if (own) return <TextLink href={own.href}>{own.label}</TextLink>;
  if (kind === 'paypal') return <TextLink href={paths.settings()}>PayPal settings</TextLink>;
  const page = pages[kind];
  if (!page) return <span className="[overflow-wrap:anywhere]">{subject}</span>;
  return (
    <TextLink href={page.href(id)}>
      {page.label}
      {id ? ` ${id}` : ''}
    </TextLink>
  );
}
