import type { PreviewedRun } from '../../../api/preview.ts';
import { exactInstant } from '../../../components/instant.tsx';
import { Money } from '../../../components/money.tsx';
import { Stat, StatGroup } from '../../../components/stat.tsx';

const HOUR_MS = 3_600_000;

function hoursText(from: Date, until: Date): string {
  const hours = Math.round((until.getTime() - from.getTime()) / HOUR_MS);
  return hours === 1 ? '1 hour' : `${hours.toLocaleString('en')} hours`;
}

/** The run in figures. */
export function PreviewStats({ run }: { run: PreviewedRun }) {
  const count = (value: number) => value.toLocaleString('en');
  return (
    <StatGroup>
      <Stat
        label="Would charge"
        value={<Money amount={run.amount} />}
        hint={`To ${count(run.customers.total)} ${run.customers.total === 1 ? 'customer' : 'customers'}`}
      />
      <Stat
        label="Server-hours"
        value={count(run.charges)}
        hint={run.freeCharges > 0 ? `${count(run.freeCharges)} of them cost nothing` : 'Each of them costs'}
      />
      <Stat
        label="Servers billed"
        value={count(run.serversBilled)}
        hint={`Of ${count(run.serversDue)} that have hours due`}
      />
      <Stat
        label="Covers"
        value={run.firstHour ? hoursText(run.firstHour, run.until) : 'No hour'}
        hint={run.firstHour ? `From ${exactInstant(run.firstHour, 'UTC')}` : 'Nothing is due yet'}
      />
      <Stat
        label="Wallets below zero"
        value={count(run.belowZero.total)}
        hint={run.belowZero.total > 0 ? 'After this run' : 'Every wallet lasts'}
      />
      <Stat
        label="Set aside"
        value={count(run.setAside.total)}
        hint={run.setAside.total > 0 ? 'Their hours would wait' : 'No server would wait'}
      />
    </StatGroup>
  );
}
