import { useQuery } from '@tanstack/react-query';
import { serversQuery } from '../../../api/servers.ts';
import { Callout } from '../../../components/ui/callout.tsx';
import { NumberField } from '../../../forms/number-field.tsx';
import { useTyped, useTypedNumber } from './form-values.ts';
import { inMinutes, settingLabels } from './setting-words.ts';
import { SettingsCard } from './settings-card.tsx';

/** What part of the price each state of a server costs. */
export function StatesCard() {
  return (
    <SettingsCard
      title="States"
      description={
        <p>What part of the hourly price a server costs in each state. A rate may say otherwise.</p>
      }
    >
      <div className="grid items-start gap-4 sm:grid-cols-3">
        <NumberField name="runningPercent" label={settingLabels.runningPercent} unit="%" />
        <NumberField name="stoppedPercent" label={settingLabels.stoppedPercent} unit="%" />
        <NumberField name="suspendedPercent" label={settingLabels.suspendedPercent} unit="%" />
      </div>
      <PowerCost />
    </SettingsCard>
  );
}

/** Whether power must be read for these percentages, and what that costs in calls to VirtFusion. */
function PowerCost() {
  const running = useTyped('runningPercent');
  const stopped = useTyped('stoppedPercent');
  const interval = useTyped('observationIntervalMinutes');
  const budget = useTypedNumber('requestsPerMinute');
  const fleet = useQuery(serversQuery({ limit: 1 })).data?.total ?? null;
  if (running === stopped) {
    return (
      <Callout title="Power is not read">
        Running and stopped cost the same, so the list of servers is enough: one call for 200 servers, every{' '}
        {inMinutes(interval)}.
      </Callout>
    );
  }
  return (
    <Callout title="Power is read, one call a server">
      Running and stopped cost different, and VirtFusion tells power only server by server, every{' '}
      {inMinutes(interval)}.
      {fleet === null
        ? null
        : ` Your ${fleet} servers are about ${inCalls(fleet * (60 / interval))} calls an hour.`}
      {budget === null ? null : ` The limit of requests below leaves ${inCalls(budget * 60)} an hour.`}
    </Callout>
  );
}

const count = new Intl.NumberFormat('en');

function inCalls(calls: number): string {
  return count.format(Math.round(calls));
}
