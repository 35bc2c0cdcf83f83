import type { DunningPolicyForm } from '#shared/api/dunning-policy.ts';
import { judgeCustomer } from '#shared/dunning/judge-customer.ts';
import { blackoutEnd } from '#shared/schedule/blackout.ts';
import { isTimezone } from '#shared/schedule/timezone.ts';
import { DunningLadder, type Rung } from '../../../components/dunning-ladder.tsx';
import { Money } from '../../../components/money.tsx';
import { useNow } from '../../../hooks/use-now.ts';

const MINUTE_MS = 60_000;

/** What the policy means for a wallet that falls below zero this minute: drawn, with its dates. */
export function PolicyLadder({ policy }: { policy: DunningPolicyForm }) {
  // To the minute, so that the drawing stands still.
  const now = new Date(Math.floor(useNow().getTime() / MINUTE_MS) * MINUTE_MS);
  if (!isTimezone(policy.timezone)) return null;
  return (
    <section aria-label="The ladder" className="@container rounded-lg border border-line p-4">
      <h3 className="text-sm font-semibold">If a wallet fell below zero now</h3>
      <p className="mb-4 text-xs text-ink-faint">
        {policy.enabled ? 'By what stands above.' : 'By what stands above, once it is switched on.'}
      </p>
      <DunningLadder label="Steps and dates" rungs={rungsOf(policy, now)} now={now} />
    </section>
  );
}

function rungsOf(policy: DunningPolicyForm, now: Date): Rung[] {
  const { timezone, holdWindows, mostADay: _most, ...rest } = policy;
  const at = now.getTime() / 1000;
  const judged = judgeCustomer(
    { ...rest, enabled: true, enabledSince: null, creditLimit: 0n },
    {
      now: at,
      balance: -1n,
      burnPerHour: 1n,
      emptiedAt: at,
      servers: 1,
      flaggedUntil: null,
      flagEndedAt: null,
      suspendedAt: null,
      heldUntil: (instant) => {
        const end = blackoutEnd(holdWindows, timezone, new Date(instant * 1000));
        return end ? end.getTime() / 1000 : null;
      },
    },
  );
  // Suspended at once is suspended now.
  const suspendAt = judged.suspendAt ?? null;
  const byAmount = policy.graceRule === 'amount';
  return [
    {
      title: 'Runs low',
      what: 'The customer is warned as the wallet nears its end.',
      at: null,
      instead: policy.warnHours === 0 ? 'Never' : `${policy.warnHours} hours before`,
      tone: policy.warnHours === 0 ? 'off' : 'good',
    },
    { title: 'Grace begins', what: 'Below zero; servers run on.', at: now, tone: 'warn' },
    {
      title: 'Suspended',
      what: byAmount ? (
        <>
          At the earliest, and once more than <Money amount={policy.creditLimit} /> is owed.
        </>
      ) : (
        'At VirtFusion. Off, and costing what suspended servers cost.'
      ),
      at: dateOf(suspendAt),
      instead: 'Never: the windows leave no time',
      tone: 'bad',
    },
    {
      title: 'May be deleted',
      what: 'By an owner, twice, a day apart.',
      at: dateOf(judged.deletableAt),
      instead: 'Never',
      tone: policy.deletion ? 'bad' : 'off',
    },
  ];
}

function dateOf(at: number | null): Date | null {
  return at === null ? null : new Date(at * 1000);
}
