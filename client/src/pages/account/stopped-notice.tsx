import type { Budget } from '../../api/budgets.ts';
import { Callout } from '../../components/ui/callout.tsx';

type Status = Budget['stops'][number]['status'];

const words: Record<Status, string> = {
  stopping: 'is being switched off',
  off: 'was switched off',
  starting: 'is being started again',
  started: 'was started again',
  dropped: 'was left as it is, because the limit was changed',
};

/** What the limit did to their servers this month; nothing where it did nothing. */
export function StoppedNotice({ stops }: { stops: Budget['stops'] }) {
  if (stops.length === 0) return null;
  const isOff = stops.some(({ status }) => status === 'off' || status === 'stopping');
  return (
    <Callout
      tone={isOff ? 'bad' : 'info'}
      title={
        isOff ? 'Your limit was reached, and servers are switched off' : 'Your limit was reached this month'
      }
    >
      <ul className="mt-1 list-disc pl-4">
        {stops.map((stop) => (
          <li key={stop.serverId}>
            {stop.serverName} {words[stop.status]}
          </li>
        ))}
      </ul>
      {isOff ? (
        <p className="mt-1">
          Raise or remove the limit below and they are started again. Without that they stay off, until you
          start them yourself in the panel.
        </p>
      ) : null}
    </Callout>
  );
}
