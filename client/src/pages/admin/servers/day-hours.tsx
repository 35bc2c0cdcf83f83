import { useQuery } from '@tanstack/react-query';
import { type ServerHour, serverHoursQuery } from '../../../api/servers.ts';
import { durationText } from '../../../components/duration.ts';
import { ErrorNotice } from '../../../components/error-notice.tsx';
import { Money } from '../../../components/money.tsx';
import { TextLink } from '../../../components/text-link.tsx';
import { Badge } from '../../../components/ui/badge.tsx';
import { Skeleton } from '../../../components/ui/skeleton.tsx';
import {
  Table,
  TableBody,
  TableCell,
  TableHead,
  TableHeading,
  TableRow,
} from '../../../components/ui/table.tsx';
import { paths } from '../../../paths.ts';
import { dayText } from './calendar-weeks.ts';
import { hourWords } from './hour-words.ts';

/** One day by hour: what became of each, how long it was up, and the way to its explanation. */
export function DayHours({ serverId, day }: { serverId: number; day: string }) {
  const query = useQuery({ ...serverHoursQuery({ id: serverId, day }), enabled: day !== '' });
  const { data, error } = query;
  return (
    <section aria-labelledby="hours-of-day">
      <h3 id="hours-of-day" aria-live="polite" className="mb-2 text-sm font-semibold">
        {day ? dayText(day) : 'No day'}
      </h3>
      {data ? (
        <HourTable serverId={serverId} hours={data.hours} />
      ) : error ? (
        <ErrorNotice error={error} retry={() => query.refetch()} retrying={query.isFetching} />
      ) : (
        <div aria-busy="true">
          <p role="status" className="sr-only">
            Loading the hours
          </p>
          <Skeleton className="h-96" />
        </div>
      )}
    </section>
  );
}

function HourTable({ serverId, hours }: { serverId: number; hours: readonly ServerHour[] }) {
  const told = hours.filter(({ status }) => status !== 'ahead');
  if (told.length === 0) return <p className="text-sm text-ink-faint">No hour of this day is over yet.</p>;
  return (
    <Table>
      <caption className="sr-only">The hours of the day</caption>
      <TableHead>
        <tr>
          <TableHeading className="h-7 pl-0">Hour</TableHeading>
          <TableHeading className="h-7">What became of it</TableHeading>
          <TableHeading className="h-7" align="right">
            Up
          </TableHeading>
          <TableHeading className="h-7 pr-0" align="right">
            Cost
          </TableHeading>
        </tr>
      </TableHead>
      <TableBody>
        {told.map((hour) => (
          <HourRow key={hour.hour.getTime()} serverId={serverId} hour={hour} />
        ))}
      </TableBody>
    </Table>
  );
}

function HourRow({ serverId, hour }: { serverId: number; hour: ServerHour }) {
  const { label, tone } = hourWords[hour.status];
  return (
    <TableRow className="h-7">
      <TableCell className="py-0.5 pl-0 whitespace-nowrap">{hour.hour.toISOString().slice(11, 16)}</TableCell>
      <TableCell className="py-0.5">
        <Badge tone={tone}>{label}</Badge>
        {hour.inGap ? <span className="ml-2 text-xs text-warn-ink">in a gap</span> : null}
        {hour.corrected ? <span className="ml-2 text-xs text-ink-soft">corrected</span> : null}
      </TableCell>
      <TableCell className="py-0.5 whitespace-nowrap text-ink-soft" align="right">
        {durationText(hour.upSeconds)}
      </TableCell>
      <TableCell className="py-0.5 pr-0" align="right">
        {hour.status === 'charged' ? (
          <TextLink href={paths.charge(serverId, hour.hour)}>
            <span className="sr-only">Why </span>
            <Money amount={hour.amount} aligned />
          </TextLink>
        ) : (
          <span className="text-ink-faint">–</span>
        )}
      </TableCell>
    </TableRow>
  );
}
