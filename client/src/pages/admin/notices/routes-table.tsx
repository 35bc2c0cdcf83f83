import { useQuery } from '@tanstack/react-query';
import type { NoticeEvent } from '#shared/notices/events.ts';
import { noticeEvents } from '#shared/notices/events.ts';
import { type NoticeWay, noticeWays } from '#shared/notices/ways.ts';
import { type NoticeRoute, routesQuery, useSaveRoute } from '../../../api/notices.ts';
import { useCan } from '../../../components/can.tsx';
import { ErrorNotice } from '../../../components/error-notice.tsx';
import { wayWords } from '../../../components/notice-words.ts';
import { TextLink } from '../../../components/text-link.tsx';
import { Card } from '../../../components/ui/card.tsx';
import { Switch } from '../../../components/ui/switch.tsx';
import { useToast } from '../../../components/ui/toast.tsx';
import { paths } from '../../../paths.ts';
import { LoadingPart } from './loading-part.tsx';

/** Which event goes which way; a switch takes effect at once. */
export function RoutesTable() {
  const query = useQuery(routesQuery);
  if (query.error && !query.data) {
    return <ErrorNotice error={query.error} retry={() => query.refetch()} retrying={query.isFetching} />;
  }
  if (!query.data) return <LoadingPart of="who is told" />;
  const groups = [
    { title: 'About a customer', audience: 'customer' },
    { title: 'About billing itself', audience: 'admin' },
  ] as const;
  return (
    <div className="grid gap-6">
      <p className="max-w-prose text-sm text-ink-soft">
        A change counts for what is told from now on. Of wallets that run low, admins and Discord hear only at
        the lowest levels, which are set under Channels.
      </p>
      {groups.map(({ title, audience }) => (
        <section key={audience} aria-labelledby={`told-${audience}`} className="grid gap-2">
          <h2 id={`told-${audience}`} className="text-base font-semibold">
            {title}
          </h2>
          <Matrix
            rows={query.data.rows.filter(({ event }) => noticeEvents[event].audience === audience)}
            ways={audience === 'customer' ? noticeWays : noticeWays.filter((way) => way !== 'customer_mail')}
          />
        </section>
      ))}
    </div>
  );
}

function Matrix({ rows, ways }: { rows: readonly NoticeRoute[]; ways: readonly NoticeWay[] }) {
  return (
    <Card className="divide-y divide-line">
      {rows.map(({ event, ways: said }) => (
        <div
          key={event}
          className="grid items-center gap-x-6 gap-y-2 px-5 py-3 md:grid-cols-[minmax(0,1fr)_auto]"
        >
          <p className="font-medium">{noticeEvents[event].title}</p>
          <ul className="grid grid-cols-2 gap-x-4 gap-y-2 md:flex">
            {ways.map((way) => {
              const route = said.find((one) => one.way === way);
              return route ? (
                <li key={way} className="md:w-32">
                  <Way event={event} way={way} enabled={route.enabled} />
                </li>
              ) : null;
            })}
          </ul>
        </div>
      ))}
    </Card>
  );
}

function Way({ event, way, enabled }: { event: NoticeEvent; way: NoticeWay; enabled: boolean }) {
  const may = useCan('settings.write');
  const save = useSaveRoute();
  const toast = useToast();
  const { label, short } = wayWords[way];
  const turn = (next: boolean) =>
    save.mutate(
      { event, way, enabled: next },
      {
        onError: (error) => toast({ title: 'It stays as it was', description: error.message, tone: 'bad' }),
      },
    );
  return (
    <span className="flex items-center gap-2 text-sm">
      <Switch
        aria-label={`${noticeEvents[event].title}: ${label}`}
        checked={save.isPending ? (save.variables?.enabled ?? enabled) : enabled}
        onCheckedChange={turn}
        disabled={!may || save.isPending}
      />
      {way === 'webhook' ? short : <TextLink href={paths.noticeText(event, way)}>{short}</TextLink>}
    </span>
  );
}
