import type { TopUpDetail } from '../../../api/top-ups.ts';
import { Instant } from '../../../components/instant.tsx';
import { Card, CardBody, CardHeader } from '../../../components/ui/card.tsx';

/** What PayPal told of a top-up by itself, newest first; nothing where it told nothing. */
export function TopUpEvents({ events }: Pick<TopUpDetail, 'events'>) {
  if (events.length === 0) return null;
  return (
    <Card>
      <CardHeader
        title="PayPal’s notifications"
        description="Taken in under PayPal’s signature, each once."
      />
      <CardBody>
        <ul className="divide-y divide-line text-sm">
          {events.map((event) => (
            <li key={event.id} className="py-2">
              <code className="[overflow-wrap:anywhere]">{event.eventType}</code>
              <span className="block text-ink-soft">
                <Instant value={event.receivedAt} show="exact" /> · {event.outcome ?? 'not acted on yet'}
              </span>
            </li>
          ))}
        </ul>
      </CardBody>
    </Card>
  );
}
