import type { DeliveryDetail } from '../../../api/notices.ts';
import { Instant } from '../../../components/instant.tsx';
import { Badge, type Tone } from '../../../components/ui/badge.tsx';
import { Card, CardBody, CardHeader } from '../../../components/ui/card.tsx';

type Attempt = DeliveryDetail['log'][number];

const looks: Record<Attempt['outcome'], { label: string; tone: Tone }> = {
  sent: { label: 'Sent', tone: 'good' },
  failed: { label: 'Not taken', tone: 'bad' },
  unclear: { label: 'Unclear', tone: 'warn' },
};

/** Every attempt to deliver a message, the first one first. */
export function AttemptList({ attempts }: { attempts: readonly Attempt[] }) {
  return (
    <Card>
      <CardHeader title="Attempts" />
      <CardBody>
        {attempts.length === 0 ? <p className="text-sm text-ink-soft">It was not tried yet.</p> : null}
        <ol className="grid gap-3">
          {attempts.map(({ id, at, outcome, detail, durationMs }) => (
            <li key={id} className="grid gap-1 text-sm sm:grid-cols-[6rem_minmax(0,1fr)] sm:gap-3">
              <span>
                <Badge tone={looks[outcome].tone}>{looks[outcome].label}</Badge>
              </span>
              <span className="grid gap-0.5">
                <span className="[overflow-wrap:anywhere]">{detail}</span>
                <span className="text-ink-faint">
                  <Instant value={at} show="exact" />, {durationMs} ms
                </span>
              </span>
            </li>
          ))}
        </ol>
      </CardBody>
    </Card>
  );
}
