import { AlarmClock, AlarmClockOff } from 'lucide-react';
import { type Alert, useAcknowledgeAlert, useSnoozeAlert } from '../../../api/alerts.ts';
import { Can } from '../../../components/can.tsx';
import { exactInstant, Instant } from '../../../components/instant.tsx';
import { Button } from '../../../components/ui/button.tsx';
import { Menu, MenuItem } from '../../../components/ui/menu.tsx';
import { useToast } from '../../../components/ui/toast.tsx';
import { useNow } from '../../../hooks/use-now.ts';

/** Whether somebody has seen it, whether it is put off or over, and what one may do about it. */
export function AlertState({ alert }: { alert: Alert }) {
  const now = useNow();
  const snoozed = alert.snoozedUntil !== null && alert.snoozedUntil > now;
  return (
    <span className="grid gap-1.5 max-md:justify-items-end md:justify-items-start">
      {alert.resolvedAt ? (
        <span className="text-ink-soft">
          Over since <Instant value={alert.resolvedAt} />
        </span>
      ) : null}
      {alert.acknowledgedAt ? (
        <span className="text-ink-soft">
          Seen by {alert.acknowledgedBy ?? 'the system'}, <Instant value={alert.acknowledgedAt} />
        </span>
      ) : null}
      {snoozed && !alert.resolvedAt && alert.snoozedUntil ? (
        <span className="text-ink-soft">
          Put off by {alert.snoozedBy ?? 'the system'}, back <Instant value={alert.snoozedUntil} />
        </span>
      ) : null}
      <Can
        permission="billing.run"
        otherwise={alert.acknowledgedAt ? null : <span className="text-ink-faint">Not seen yet</span>}
      >
        <span className="flex flex-wrap gap-1.5 empty:hidden">
          {alert.acknowledgedAt ? null : <Acknowledge alert={alert} />}
          {alert.resolvedAt ? null : <Snooze alert={alert} snoozed={snoozed} />}
        </span>
      </Can>
    </span>
  );
}

function Acknowledge({ alert }: { alert: Alert }) {
  const acknowledge = useAcknowledgeAlert();
  const toast = useToast();
  const press = () =>
    acknowledge.mutate(alert.id, {
      onSuccess: () => toast({ title: 'Noted that you have seen it' }),
      onError: (error) => toast({ title: 'It could not be noted', description: error.message, tone: 'bad' }),
    });
  return (
    <Button size="sm" busy={acknowledge.isPending} onClick={press}>
      Acknowledge
    </Button>
  );
}

const HOUR_MS = 3_600_000;
const lengths = [
  { label: 'For an hour', hours: 1 },
  { label: 'For four hours', hours: 4 },
  { label: 'For a day', hours: 24 },
  { label: 'For a week', hours: 168 },
];

function Snooze({ alert, snoozed }: { alert: Alert; snoozed: boolean }) {
  const snooze = useSnoozeAlert();
  const toast = useToast();
  const now = useNow();
  const put = (until: Date | null) =>
    snooze.mutate(
      { id: alert.id, until: until?.toISOString() ?? null },
      {
        onSuccess: () =>
          toast({ title: until ? `Put off until ${exactInstant(until, 'UTC')}` : 'It is back' }),
        onError: (error) => toast({ title: 'It stays as it is', description: error.message, tone: 'bad' }),
      },
    );
  if (snoozed) {
    return (
      <Button size="sm" variant="quiet" busy={snooze.isPending} onClick={() => put(null)}>
        <AlarmClockOff aria-hidden="true" /> Bring back
      </Button>
    );
  }
  return (
    <Menu
      trigger={
        <Button size="sm" variant="quiet" busy={snooze.isPending}>
          <AlarmClock aria-hidden="true" /> Put off
        </Button>
      }
    >
      {lengths.map(({ label, hours }) => (
        <MenuItem key={hours} onClick={() => put(new Date(now.getTime() + hours * HOUR_MS))}>
          {label}
        </MenuItem>
      ))}
    </Menu>
  );
}
