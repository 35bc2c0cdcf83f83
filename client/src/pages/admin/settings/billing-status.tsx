import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { type CronStatus, cronStatusQuery } from '../../../api/cron.ts';
import { ErrorNotice } from '../../../components/error-notice.tsx';
import { Instant } from '../../../components/instant.tsx';
import { Stat, StatGroup } from '../../../components/stat.tsx';
import { paths } from '../../../paths.ts';

/** What billing does right now, as the server's schedules and runs tell it; asked again by itself. */
export function BillingStatus() {
  const { data, error, isFetching, refetch } = useQuery(cronStatusQuery);
  // Told even where an older answer is still at hand: a status that stopped moving must not pass for the present.
  if (error) return <ErrorNotice error={error} retry={() => refetch()} retrying={isFetching} />;
  return (
    <section aria-label="Status">
      <StatGroup>
        <Stat label="Hourly billing" {...(data ? stateOf(data) : pending)} />
        <Stat label="Next run" {...(data ? nextRunOf(data) : pending)} />
        <Stat label="Last run" {...(data ? lastRunOf(data) : pending)} />
        <Stat label="Servers looked at" {...(data ? observationOf(data) : pending)} />
      </StatGroup>
    </section>
  );
}

interface Figure {
  value: ReactNode;
  hint?: ReactNode;
}

const pending: Figure = { value: undefined };

function stateOf({ cronStatus: { hourlyBilling } }: CronStatus): Figure {
  if (!hourlyBilling.enabled) return { value: 'Off', hint: 'Nobody is charged' };
  return { value: 'On', hint: hourlyBilling.sentence };
}

function nextRunOf({ cronStatus: { hourlyBilling, instance } }: CronStatus): Figure {
  if (hourlyBilling.nextRun) {
    return {
      value: <Instant value={hourlyBilling.nextRun} />,
      hint: <Instant value={hourlyBilling.nextRun} show="exact" />,
    };
  }
  return { value: 'None', hint: hourlyBilling.enabled ? `Not armed in ${instance}` : 'Billing is off' };
}

function lastRunOf({ cronStatus: { hourlyBilling }, cronLogs }: CronStatus): Figure {
  const { openRun, lastRun } = hourlyBilling;
  if (openRun) return { value: 'Running now', hint: <RunLink id={openRun.id}>Run {openRun.id}</RunLink> };
  if (!lastRun) return { value: 'Never', hint: 'Nothing was billed yet' };
  const newest = cronLogs.hourlyBilling.logs[0];
  return {
    value: <Instant value={lastRun} />,
    hint: newest ? <RunLink id={newest.runId}>Run {newest.runId}</RunLink> : undefined,
  };
}

function observationOf({ cronStatus: { observation } }: CronStatus): Figure {
  if (observation.isRunning) return { value: 'Looking now' };
  if (!observation.lastRun) return { value: 'Never', hint: nextLook(observation.nextRun) };
  return { value: <Instant value={observation.lastRun} />, hint: nextLook(observation.nextRun) };
}

function nextLook(next: Date | null): ReactNode {
  if (!next) return undefined;
  return (
    <>
      Again <Instant value={next} />
    </>
  );
}

function RunLink({ id, children }: { id: number; children: ReactNode }) {
  return (
    <Link
      href={paths.run(id)}
      className="-mb-1 mt-1 inline-block min-w-6 rounded-sm py-1 text-accent-ink underline underline-offset-3"
    >
      {children}
    </Link>
  );
}
