import { useQuery } from '@tanstack/react-query';
import { useParams } from 'wouter';
import { writtenWay } from '#shared/api/notices.ts';
import { noticeEventNames, noticeEvents } from '#shared/notices/events.ts';
import { templateQuery } from '../../api/notices.ts';
import { Loaded } from '../../components/loaded.tsx';
import { wayWords } from '../../components/notice-words.ts';
import { PageHeader } from '../../components/page-header.tsx';
import { Badge } from '../../components/ui/badge.tsx';
import { oneOf } from '../../hooks/one-of.ts';
import { paths } from '../../paths.ts';
import { NotFoundPage } from '../not-found-page.tsx';
import { TemplateForm } from './notices/template-form.tsx';

const back = { href: paths.notices({ show: 'routes' }), label: 'Who is told' };

/** What a message says: its text, a picture of it, and a test. */
export function NoticeTextPage() {
  const params = useParams<{ event: string; way: string }>();
  const event = oneOf(noticeEventNames, params.event);
  const way = oneOf(writtenWay.options, params.way);
  return event && way ? <NoticeText event={event} way={way} /> : <NotFoundPage />;
}

function NoticeText(which: Parameters<typeof templateQuery>[0]) {
  const query = useQuery(templateQuery(which));
  const title = `${noticeEvents[which.event].title}: ${wayWords[which.way].label}`;
  return (
    <Loaded title={title} back={back} query={query}>
      {(template) => (
        <>
          <PageHeader
            title={title}
            description="A name in double braces is replaced by what it says. A change counts for what is written from now on."
            badge={template.isOriginal ? undefined : <Badge tone="accent">Your own text</Badge>}
            back={back}
          />
          <TemplateForm template={template} />
        </>
      )}
    </Loaded>
  );
}
