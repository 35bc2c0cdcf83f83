import { CircleCheck } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Dashboard } from '../../../api/dashboard.ts';
import { AlertSubject } from '../../../components/alert-subject.tsx';
import { alertWords } from '../../../components/alert-words.ts';
import { Instant } from '../../../components/instant.tsx';
import { reasons } from '../../../components/reasons.ts';
import { TextLink } from '../../../components/text-link.tsx';
import { Badge, type Tone } from '../../../components/ui/badge.tsx';
import { Card, CardBody, CardHeader } from '../../../components/ui/card.tsx';
import { paths } from '../../../paths.ts';

type SetAside = Dashboard['setAside'][number];

/** What a person has to see to: held runs, alerts, and servers whose hours wait. */
export function AttentionCard({ dashboard }: { dashboard: Dashboard }) {
  const { alerts, setAside, lastRuns } = dashboard;
  const held = lastRuns.find((run) => run.status === 'held');
  // A held run has an alert of its own, which says the same.
  const others = alerts.rows.filter(({ subject }) => !held || subject !== `run:${held.id}`);
  const more = alerts.open - alerts.rows.length;
  return (
    <Card>
      <CardHeader title="Needs a person" />
      <CardBody className="pt-2">
        {!held && others.length === 0 && setAside.length === 0 ? (
          <Nothing />
        ) : (
          <ul className="divide-y divide-line">
            {held ? (
              <Item
                tone="warn"
                badge="Held"
                title={
                  <TextLink href={paths.run(held.id)} className="inline-block py-0.5">
                    Run {held.id}
                  </TextLink>
                }
              >
                {held.heldReasons.map(({ found }) => found).join('; ')}. Open it to decide.
              </Item>
            ) : null}
            {others.map((alert) => (
              <Item
                key={alert.id}
                tone={alertWords[alert.kind].tone}
                badge={alert.acknowledgedAt ? 'Seen' : 'Alert'}
                title={alertWords[alert.kind].title}
              >
                <AlertSubject subject={alert.subject} />, since{' '}
                <Instant value={alert.openedAt} show="exact" />
              </Item>
            ))}
            {setAside.map((group) => (
              <SetAsideItem key={group.reason} group={group} />
            ))}
          </ul>
        )}
        {more > 0 ? (
          <p className="mt-2 text-sm">
            <TextLink href={paths.alerts()}>{more.toLocaleString('en')} more alerts</TextLink>
          </p>
        ) : null}
      </CardBody>
    </Card>
  );
}

function Nothing() {
  return (
    <p className="flex items-center gap-2.5 py-3 text-sm text-ink-soft">
      <CircleCheck aria-hidden="true" className="size-5 shrink-0 text-good-ink" />
      Nothing waits for anybody. No alert is open, and no server is set aside.
    </p>
  );
}

function Item({
  tone,
  badge,
  title,
  children,
}: {
  tone: Tone;
  badge: string;
  title: ReactNode;
  children: ReactNode;
}) {
  return (
    <li className="grid gap-1.5 py-2.5">
      <span className="flex flex-wrap items-center gap-x-2 gap-y-1">
        <Badge tone={tone}>{badge}</Badge>
        <span className="text-sm font-medium">{title}</span>
      </span>
      <span className="text-sm text-ink-soft">{children}</span>
    </li>
  );
}

function SetAsideItem({ group: { reason, servers, since, examples } }: { group: SetAside }) {
  const more = servers - examples.length;
  return (
    <Item
      tone="warn"
      badge={reasons[reason].short}
      title={
        <TextLink href={paths.servers({ setAside: 'yes' })} className="inline-block py-0.5">
          {servers === 1 ? '1 server waits' : `${servers.toLocaleString('en')} servers wait`}
        </TextLink>
      }
    >
      {examples.map(({ id, name }, index) => (
        <span key={id}>
          {index > 0 ? ', ' : ''}
          <TextLink href={paths.server(id)} className="[overflow-wrap:anywhere]">
            {name.trim() || `Server ${id}`}
          </TextLink>
        </span>
      ))}
      {more > 0 ? ` and ${more.toLocaleString('en')} more` : ''}, since <Instant value={since} show="exact" />
      . {reasons[reason].remedy}
    </Item>
  );
}
