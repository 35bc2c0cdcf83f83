import { useQuery } from '@tanstack/react-query';
import { ChevronLeft, ChevronRight } from 'lucide-react';
import {
  type ServerCalendar as Calendar,
  type ServerDetail,
  serverCalendarQuery,
} from '../../../api/servers.ts';
import { durationText } from '../../../components/duration.ts';
import { ErrorNotice } from '../../../components/error-notice.tsx';
import { Money } from '../../../components/money.tsx';
import { Button } from '../../../components/ui/button.tsx';
import { Card, CardBody, CardHeader } from '../../../components/ui/card.tsx';
import { Skeleton } from '../../../components/ui/skeleton.tsx';
import { CalendarGrid, CalendarLegend } from './calendar-grid.tsx';
import { monthOn, monthText } from './calendar-weeks.ts';
import { DayHours } from './day-hours.tsx';

/** The month shown and the day chosen; '' for this month, and for the last day there is something of. */
export interface CalendarChoice {
  month: string;
  day: string;
}

export interface ServerCalendarProps {
  server: ServerDetail;
  choice: CalendarChoice;
  onChoose: (choice: CalendarChoice) => void;
}

/** How long a server was up and what it cost: a month by day, a day by hour. */
export function ServerCalendar({ server, choice, onChoose }: ServerCalendarProps) {
  const query = useQuery(serverCalendarQuery({ id: server.id, month: choice.month || undefined }));
  const { data, error } = query;
  const day = data ? chosenDay(data, choice.day) : '';
  return (
    <Card>
      <CardHeader
        title="Calendar"
        description="How long it was seen up, and what its hours cost. Days and hours are in UTC, as all billing is."
        actions={data ? <MonthSteps calendar={data} onChoose={onChoose} /> : null}
      />
      <CardBody>
        {error ? (
          <ErrorNotice
            error={error}
            retry={() => query.refetch()}
            retrying={query.isFetching}
            className={data ? 'mb-4' : undefined}
          />
        ) : null}
        {data ? (
          <div className="grid items-start gap-x-8 gap-y-6 xl:grid-cols-[minmax(0,4fr)_minmax(0,3fr)]">
            <div>
              <Totals calendar={data} />
              <CalendarGrid
                calendar={data}
                chosen={day}
                onChoose={(next) =>
                  onChoose({ month: data.month === data.last ? '' : data.month, day: next })
                }
                onMonth={(months) => stepMonth(data, months, onChoose)}
              />
              <CalendarLegend />
            </div>
            <DayHours serverId={server.id} day={day} />
          </div>
        ) : error ? null : (
          <div aria-busy="true">
            <p role="status" className="sr-only">
              Loading the calendar
            </p>
            <Skeleton className="h-96" />
          </div>
        )}
      </CardBody>
    </Card>
  );
}

function Totals({ calendar }: { calendar: Calendar }) {
  return (
    <p className="mb-3 flex flex-wrap gap-x-6 gap-y-1 text-sm text-ink-soft">
      <span>
        <span className="font-semibold text-ink">
          <Money amount={calendar.amount} />
        </span>{' '}
        charged
        {calendar.days.some(({ hoursCorrected }) => hoursCorrected > 0) ? ', corrections included' : ''}
      </span>
      <span>
        <span className="font-semibold text-ink">{durationText(calendar.upSeconds)}</span> seen up
      </span>
    </p>
  );
}

/** The day asked for, if it is of this month; else the last one that has begun. */
function chosenDay({ days }: Calendar, asked: string): string {
  if (days.some(({ day }) => day === asked)) return asked;
  const begun = days.findLast(
    ({ hours, upSeconds }) => (hours.ahead ?? 0) + (hours.exempt ?? 0) < 24 || upSeconds > 0,
  );
  return (begun ?? days[0])?.day ?? '';
}

function stepMonth(
  { month, first, last }: Calendar,
  months: number,
  onChoose: ServerCalendarProps['onChoose'],
) {
  const next = monthOn(month, months);
  if (next >= first && next <= last) onChoose({ month: next === last ? '' : next, day: '' });
}

function MonthSteps({ calendar, onChoose }: { calendar: Calendar } & Pick<ServerCalendarProps, 'onChoose'>) {
  const { month, first, last } = calendar;
  return (
    <div className="flex items-center gap-1">
      <Button
        variant="quiet"
        size="icon"
        aria-label="The month before"
        disabled={month <= first}
        onClick={() => stepMonth(calendar, -1, onChoose)}
      >
        <ChevronLeft />
      </Button>
      <p aria-live="polite" className="min-w-32 text-center text-sm font-medium">
        {monthText(month)}
      </p>
      <Button
        variant="quiet"
        size="icon"
        aria-label="The month after"
        disabled={month >= last}
        onClick={() => stepMonth(calendar, 1, onChoose)}
      >
        <ChevronRight />
      </Button>
    </div>
  );
}
