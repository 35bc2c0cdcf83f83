import { TextLink } from '../../../components/text-link.tsx';
import { paths } from '../../../paths.ts';

const pages: Record<string, { label: string; href: (id: string) => string }> = {
  server: { label: 'Server', href: paths.server },
  customer: { label: 'Customer', href: paths.customer },
  wallet: { label: 'Wallet', href: paths.customer },
  run: { label: 'Run', href: paths.run },
  transaction: { label: 'Transaction', href: paths.transaction },
  replay: { label: 'Replay', href: paths.replay },
  package: { label: 'Package', href: paths.package },
  settings: { label: 'Settings', href: paths.settings },
  schedule: { label: 'Schedule', href: paths.cron },
  virtfusion: { label: 'VirtFusion', href: paths.settings },
  paypal: { label: 'PayPal', href: paths.settings },
  admin: { label: 'Admin', href: () => paths.admins() },
  invitation: { label: 'Invitation', href: () => paths.admins({ show: 'invitations' }) },
  token: { label: 'API token', href: paths.tokens },
  topup: { label: 'Top-up', href: paths.topUp },
};

/** What something was done to: 'server:7' leads to that server. */
export function SubjectLink({ subject }: { subject: string }) {
  const [kind = '', id = ''] = subject.split(':', 2);
  const page = pages[kind];
  if (!page) return <span className="[overflow-wrap:anywhere]">{subject}</span>;
  return (
    <TextLink href={page.href(id)}>
      {page.label} {id}
    </TextLink>
  );
}
