import { useQuery } from '@tanstack/react-query';
import type { Run } from '#shared/api/runs.ts';
import { type CronStatus, cronStatusQuery } from '../../../api/cron.ts';
import { useRunProgress } from '../../../api/runs.ts';
import { ErrorNotice } from '../../../components/error-notice.tsx';
import { exactInstant, Instant } from '../../../components/instant.tsx';
import { Stat, StatGroup } from '../../../components/stat.tsx';
import { StatusBadge } from '../../../components/status-badge.tsx';
import { TextLink } from '../../../components/text-link.tsx';
import { Card, CardBody } from '../../../components/ui/card.tsx';
import { paths } from '../../../paths.ts';
import { RunProgress } from './run-progress.tsx';

/** When the next run is, what the last one did, and the one that is open now. */
export function RunStrip() {
  const { data, error, isFetching, refetch } = useQuery(cronStatusQuery);
  if (!data && error) {
    return <ErrorNotice error={error} retry={() => refetch()} retrying={isFetching} className="mb-5" />;
  }
  const billing = data?.cronStatus.hourlyBilling;
  const observation = data?.cronStatus.observation;
  return (
    <>
      <StatGroup className="mb-4">
        <Stat
          label="Hourly billing"
          value={billing && <OnOff enabled={billing.enabled} />}
          hint={billing && <TextLink href={paths.cron()}>Schedules</TextLink>}
        />
        <Stat
          label="Next run"
          value={billing && <NextRun billing={billing} />}
          hint={billing && <NextRunHint billing={billing} />}
        />
        <Stat
          label="Last run"
          value={data && (billing?.lastRun ? <Instant value={billing.lastRun} /> : 'None yet')}
          hint={data && <LastRunHint logs={data.cronLogs.hourlyBilling.logs} />}
        />
        <Stat
          label="Servers last looked at"
          value={observation && (observation.lastRun ? <Instant value={observation.lastRun} /> : 'Not yet')}
          hint={observation?.isScheduled ? observation.sentence : observation && 'Not scheduled here'}
        />
      </StatGroup>
      {billing?.openRun ? (
        <Card className="mb-4">
          <CardBody className="grid gap-3">
            <p className="font-medium">
              <TextLink href={paths.run(billing.openRun.id)}>Run {billing.openRun.id}</TextLink> is open,
              since <Instant value={billing.openRun.openedAt} />
            </p>
            {billing.openRun.status === 'held' ? (
              <p className="text-sm text-warn-ink">
                It is held: it would do something unlike the runs before it. Open it to decide.
              </p>
            ) : (
              <OpenRunProgress run={billing.openRun} />
            )}
          </CardBody>
        </Card>
      ) : null}
    </>
  );
}

function OpenRunProgress({ run }: { run: Run }) {
  const { progress } = useRunProgress(run);
  return <RunProgress run={run} progress={progress} />;
}

type Billing = CronStatus['cronStatus']['hourlyBilling'];

function OnOff({ enabled }: { enabled: boolean }) {
  return <StatusBadge status={enabled ? 'on' : 'off'} />;
}

function NextRun({ billing }: { billing: Billing }) {
  if (!billing.enabled) return 'None';
  if (billing.nextRun) return <Instant value={billing.nextRun} />;
  return billing.pause ? 'Paused' : 'Not scheduled here';
}

function NextRunHint({ billing }: { billing: Billing }) {
  if (!billing.enabled) return 'Billing is off: nothing is charged';
  if (billing.pause) return <>Paused: {billing.pause.reason}</>;
  if (!billing.nextRun) return 'Another process keeps the schedule';
  return (
    <>
      {billing.sentence}
      <br />
      {exactInstant(billing.nextRun, billing.timezone)}
    </>
  );
}

function LastRunHint({ logs }: { logs: CronStatus['cronLogs']['hourlyBilling']['logs'] }) {
  const [last] = logs;
  if (!last) return 'The first one bills what was seen since billing was switched on';
  const name = `Run ${last.runId}`;
  return (
    <>
      <TextLink href={paths.run(last.runId)}>{name}</TextLink>{' '}
      {last.message.startsWith(`${name} `) ? last.message.slice(name.length + 1) : last.message}
    </>
  );
}
