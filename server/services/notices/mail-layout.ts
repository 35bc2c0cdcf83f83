import type { NoticeEventRow } from '#shared/notices/events.ts';
import type { NoticeWay } from '#shared/notices/ways.ts';
import type { Content } from './write-content.ts';

/** A mail as it is laid out: what it says, by whom, how grave, and where its button leads. */
export interface MailLayout {
  subject: string;
  paragraphs: string[];
  action: string;
  company: string;
  severity: NoticeEventRow['severity'];
  /** Where the button leads; null: no button. */
  link: string | null;
  /** Why one gets it, in a sentence. */
  footer: string;
}

/** Lays a mail out; paragraphs are parted by blank lines. */
export function layoutOf({
  content: { subject, body, action },
  way,
  ...rest
}: { content: Content; way: NoticeWay } & Pick<MailLayout, 'company' | 'severity' | 'link'>): MailLayout {
  return {
    subject,
    paragraphs: body
      .split(/\n\s*\n/)
      .map((paragraph) => paragraph.trim())
      .filter((paragraph) => paragraph !== ''),
    action,
    footer:
      way === 'customer_mail'
        ? `You get this mail because you run servers with ${rest.company}.`
        : 'You get this mail as an admin of hourly billing.',
    ...rest,
  };
}
