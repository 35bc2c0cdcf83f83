import type { ReactNode } from 'react';
import { useInstallation } from '../../api/installation.ts';
import { Money, moneyText } from '../money.tsx';
import { Card, CardBody, CardHeader } from '../ui/card.tsx';
import { Progress } from '../ui/progress.tsx';
import { countingText, secondsText } from './part-words.ts';
import type { ToldCharge } from './told-charge.ts';

/** The seconds that count, and the cap of the month. */
export function CountedCard({ told }: { told: ToldCharge }) {
  const capped = Number(told.cappedSeconds) > 0;
  const before = Number(told.weightedSeconds) + Number(told.cappedSeconds);
  return (
    <Card>
      <CardHeader title="2. What was counted" description={countingText[told.terms.counting]} />
      <CardBody className="grid gap-4">
        <dl className="grid gap-2 text-sm">
          <Line term="Seconds that cost something" detail={secondsText(String(told.seconds))} />
          <Line term="Times their percentages" detail={secondsText(decimalOf(before))} />
          {capped ? (
            <Line term="Let go free by the month’s cap" detail={`− ${secondsText(told.cappedSeconds)}`} />
          ) : null}
          <Line term="Seconds that are charged" detail={secondsText(told.weightedSeconds)} strong />
        </dl>
        {told.cap ? (
          <Cap cap={told.cap} />
        ) : (
          <p className="text-sm text-ink-faint">No cap is set for a month.</p>
        )}
      </CardBody>
    </Card>
  );
}

function Cap({ cap }: { cap: NonNullable<ToldCharge['cap']> }) {
  const used = Number(cap.usedAfter) / 3600;
  return (
    <Progress
      label="The month’s cap, after this hour"
      value={used}
      max={cap.capHours}
      text={`${hours(used)} of ${hours(cap.capHours)} hours`}
      tone={used >= cap.capHours ? 'warn' : 'accent'}
    />
  );
}

/** The price of the month before this hour and after it: the charge is the difference. */
export function ArithmeticCard({ told }: { told: ToldCharge }) {
  const { before, after } = told.month;
  return (
    <Card>
      <CardHeader
        title="3. What it costs"
        description="A month’s price is spread over its hours. The month so far is priced as one sum and rounded once, half to even; an hour costs what it adds to that sum. So no sum of hours ever drifts from the price."
      />
      <CardBody className="grid gap-4">
        <Sum label="The month before this hour" total={before} told={told} />
        <Sum label="The month with this hour" total={after} told={told} />
        <div className="rounded-lg bg-accent-soft px-4 py-3">
          <p className="text-xs text-accent-ink">This hour</p>
          <p className="flex flex-wrap items-baseline gap-x-2 text-lg font-semibold tabular-nums">
            <Money amount={after.amount} /> <span className="font-normal">−</span>{' '}
            <Money amount={before.amount} /> <span className="font-normal">=</span>{' '}
            <Money amount={after.amount - before.amount} />
          </p>
        </div>
      </CardBody>
    </Card>
  );
}

function Sum({
  label,
  total,
  told,
}: {
  label: string;
  total: ToldCharge['month']['before'];
  told: ToldCharge;
}) {
  const { currency } = useInstallation();
  return (
    <div className="grid gap-0.5 text-sm">
      <p className="text-xs text-ink-faint">{label}</p>
      <p className="tabular-nums [overflow-wrap:anywhere]">
        {moneyText(told.rate.monthlyPrice, currency)} × {secondsText(total.weightedSeconds)} ÷ (
        {told.terms.hoursPerMonth.toLocaleString('en')} h × 3,600 s) = {total.exact}
      </p>
      <p>
        rounded: <Money amount={total.amount} className="font-medium" />
      </p>
    </div>
  );
}

function Line({ term, detail, strong = false }: { term: string; detail: ReactNode; strong?: boolean }) {
  return (
    <div
      className={
        strong
          ? 'flex justify-between gap-4 border-t border-line pt-2 font-semibold'
          : 'flex justify-between gap-4'
      }
    >
      <dt className={strong ? undefined : 'text-ink-soft'}>{term}</dt>
      <dd className="text-right whitespace-nowrap tabular-nums">{detail}</dd>
    </div>
  );
}

/** At most two decimals, as hundredths of seconds have. */
function decimalOf(seconds: number): string {
  return String(Math.round(seconds * 100) / 100);
}

function hours(count: number): string {
  return count.toLocaleString('en', { maximumFractionDigits: 3 });
}
