import { paths } from '../paths.ts';
import { TextLink } from './text-link.tsx';

const pages: Record<string, { label: string; href: (id: string) => string }> = {
  run: { label: 'Run', href: paths.run },
  server: { label: 'Server', href: paths.server },
  virtfusion: { label: 'VirtFusion settings', href: paths.settings },
};

/** What an alert is about: 'run:12' leads to that run. */
export function AlertSubject({ subject }: { subject: string }) {
  const [kind = '', id = ''] = subject.split(':', 2);
  const page = pages[kind];
  if (!page) return <span className="[overflow-wrap:anywhere]">{subject}</span>;
  return (
    <TextLink href={page.href(id)}>
      {page.label}
      {id ? ` ${id}` : ''}
    </TextLink>
  );
}
