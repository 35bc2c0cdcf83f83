import { useQuery } from '@tanstack/react-query';
import { Play } from 'lucide-react';
import { useState } from 'react';
import { Link, useLocation, useSearch } from 'wouter';
import { cronStatusQuery, useTriggerBilling } from '../../../api/cron.ts';
import { Can } from '../../../components/can.tsx';
import { ConfirmButton } from '../../../components/confirm-button.tsx';
import { Button, buttonStyle } from '../../../components/ui/button.tsx';
import { Callout } from '../../../components/ui/callout.tsx';
import { paths } from '../../../paths.ts';

/** Billing by hand: what it said the last time, for the page to show under its header. */
export function useBillNow() {
  const trigger = useTriggerBilling();
  const [dismissed, setDismissed] = useState(false);
  const reply = dismissed ? undefined : trigger.data;
  return {
    bill: async () => {
      setDismissed(false);
      await trigger.mutateAsync();
    },
    reply,
    dismiss: () => setDismissed(true),
  };
}

export type BillNow = ReturnType<typeof useBillNow>;

/** Opens a run now, after saying what that does. */
export function BillNowButton({ billNow }: { billNow: BillNow }) {
  const { data } = useQuery(cronStatusQuery);
  const open = data?.cronStatus.hourlyBilling.openRun;
  const [, navigate] = useLocation();
  const asked = new URLSearchParams(useSearch()).get('ask') === 'bill';
  return (
    <Can permission="billing.run">
      <ConfirmButton
        variant="primary"
        asked={asked}
        onClosed={() => asked && navigate(paths.runs(), { replace: true })}
        title={open ? `Run ${open.id} is open already` : 'Bill now?'}
        description={
          open
            ? 'No second run is opened while one is at work. Going on shows that one.'
            : 'Every whole hour that has ended and was seen is charged to its customer’s wallet. Hours billed before are not charged again.'
        }
        confirmLabel={open ? 'Show it' : 'Bill now'}
        onConfirm={billNow.bill}
      >
        <Play aria-hidden="true" /> Bill now
      </ConfirmButton>
    </Can>
  );
}

/** What the server said to “Bill now”. */
export function BillNowReply({ billNow }: { billNow: BillNow }) {
  const { reply, dismiss } = billNow;
  if (!reply) return null;
  const { run } = reply;
  const attention = run.serversSetAside > 0 || run.notSeen !== null;
  return (
    <Callout
      urgent
      tone={!reply.opened || run.closedAt === null ? 'info' : attention ? 'warn' : 'good'}
      title={reply.message}
      className="mb-4"
      actions={
        <>
          <Link href={paths.run(run.id)} className={buttonStyle({ size: 'sm' })}>
            See run {run.id}
          </Link>
          <Button size="sm" variant="quiet" onClick={dismiss}>
            Dismiss
          </Button>
        </>
      }
    />
  );
}
