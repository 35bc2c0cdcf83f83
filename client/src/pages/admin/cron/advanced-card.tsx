import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { billingSettings } from '#shared/api/settings.ts';
import { type SavedSettings, settingsQuery, useUpdateSettings } from '../../../api/settings.ts';
import { useCan } from '../../../components/can.tsx';
import { ErrorNotice } from '../../../components/error-notice.tsx';
import { TextLink } from '../../../components/text-link.tsx';
import { Card, CardBody, CardHeader } from '../../../components/ui/card.tsx';
import { Skeleton } from '../../../components/ui/skeleton.tsx';
import { useToast } from '../../../components/ui/toast.tsx';
import { Form } from '../../../forms/form.tsx';
import { useServerForm } from '../../../forms/use-server-form.ts';
import { paths } from '../../../paths.ts';
import { BlackoutListField } from './blackout-list-field.tsx';
import { ScheduleListField } from './schedule-list-field.tsx';

const schema = billingSettings.pick({ moreSchedules: true, blackouts: true });

/** Further schedules of hourly billing, and windows of the week in which no run starts. */
export function AdvancedCard() {
  const { data, error, isFetching, refetch } = useQuery(settingsQuery);
  return (
    <Card aria-label="Advanced scheduling">
      <CardHeader
        title="Advanced scheduling"
        description="Of hourly billing. How often it runs decides how soon hours are charged, never how many."
      />
      <CardBody>
        {data ? (
          <AdvancedForm record={data} />
        ) : error ? (
          <ErrorNotice error={error} retry={() => refetch()} retrying={isFetching} />
        ) : (
          <Skeleton className="h-24" />
        )}
      </CardBody>
    </Card>
  );
}

function AdvancedForm({ record }: { record: SavedSettings }) {
  const update = useUpdateSettings();
  const toast = useToast();
  const readOnly = !useCan('settings.write');
  const { moreSchedules, blackouts, cronSchedule, timezone } = record.settings;
  const saved = useMemo(() => ({ moreSchedules, blackouts }), [moreSchedules, blackouts]);
  const form = useServerForm({
    schema,
    saved,
    save: async (values) => {
      const { settings } = await update.mutateAsync({
        settings: { ...record.settings, ...values },
        version: record.version,
      });
      toast({ title: 'Schedules saved' });
      return { moreSchedules: settings.moreSchedules, blackouts: settings.blackouts };
    },
  });
  return (
    <Form form={form} readOnly={readOnly}>
      <p className="text-sm text-ink-soft">
        The first schedule is <code className="font-mono text-xs">{cronSchedule}</code> in {timezone}; it and
        the zone are in the <TextLink href={paths.settings()}>settings</TextLink>.
      </p>
      <ScheduleListField timezone={timezone} />
      <BlackoutListField
        name="blackouts"
        legend="Windows without runs"
        meaning={`No run starts by itself inside them, in ${timezone}; what is due is caught up at their end.`}
        fresh={{ days: [1, 2, 3, 4, 5], from: '09:00', until: '10:00' }}
      />
    </Form>
  );
}
