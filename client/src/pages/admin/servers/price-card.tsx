import type { PriceStep, ServerDetail } from '../../../api/servers.ts';
import { Can } from '../../../components/can.tsx';
import { Instant } from '../../../components/instant.tsx';
import { Money } from '../../../components/money.tsx';
import { Badge } from '../../../components/ui/badge.tsx';
import { Card, CardBody, CardHeader } from '../../../components/ui/card.tsx';
import { useNow } from '../../../hooks/use-now.ts';
import { OwnRateDialog } from './own-rate-dialog.tsx';

/** What a server costs, from when on and by whose price: planned, present and past. */
export function PriceCard({ server }: { server: ServerDetail }) {
  return (
    <Card>
      <CardHeader
        title="Prices so far, and to come"
        description="A price of its own wins over that of its package from its hour on."
        actions={
          server.goneAt ? null : (
            <Can permission="rates.write">
              <OwnRateDialog server={server} />
            </Can>
          )
        }
      />
      <CardBody>
        {server.priceHistory.length === 0 ? (
          <p className="text-sm text-ink-faint">None: it was never known which package it has.</p>
        ) : (
          <ol aria-label="Prices" className="grid gap-3">
            {server.priceHistory.map((step) => (
              <StepRow key={step.from.getTime()} step={step} />
            ))}
          </ol>
        )}
      </CardBody>
    </Card>
  );
}

function StepRow({ step }: { step: PriceStep }) {
  const now = useNow();
  const { from, until, monthlyPrice, hourlyPrice, reason, setBy } = step;
  return (
    <li className="grid grid-cols-[minmax(0,1fr)_auto] gap-x-4 text-sm not-last:border-b not-last:border-line not-last:pb-3">
      <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
        <span className="font-medium">{sourceText(step)}</span>
        {from > now ? <Badge tone="info">Planned</Badge> : null}
        {from <= now && (until === null || until > now) ? <Badge tone="good">In force</Badge> : null}
      </p>
      <p className="text-right font-medium">
        {monthlyPrice === null ? (
          <span className="text-ink-faint">No price</span>
        ) : (
          <Money amount={monthlyPrice} />
        )}
      </p>
      <p className="text-ink-faint">
        from <Instant value={from} show="exact" />
        {reason ? `: ${reason}` : ''}
        {setBy ? ` – ${setBy}` : ''}
      </p>
      <p className="text-right text-ink-faint">
        {hourlyPrice === null ? 'its hours wait' : <Money amount={hourlyPrice} />}
        {hourlyPrice === null ? '' : ' an hour'}
      </p>
    </li>
  );
}

function sourceText({ of, packageName }: PriceStep): string {
  if (of === 'server') return 'Its own price';
  return packageName ?? 'No package';
}
