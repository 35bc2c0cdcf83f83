import { Play } from 'lucide-react';
import { useLocation } from 'wouter';
import { type Schedule, useStartSchedule, useTriggerBilling } from '../../../api/cron.ts';
import { ConfirmButton } from '../../../components/confirm-button.tsx';
import { Button } from '../../../components/ui/button.tsx';
import { useToast } from '../../../components/ui/toast.tsx';
import { paths } from '../../../paths.ts';

/** Does now what a schedule would do. Billing asks first: it moves money. */
export function StartButton({ job }: { job: Schedule['job'] }) {
  if (job === 'hourly-billing') return <BillButton />;
  return job === 'watchdog' || job === 'backup' ? null : <LookButton job={job} />;
}

function BillButton() {
  const trigger = useTriggerBilling();
  const [, navigate] = useLocation();
  return (
    <ConfirmButton
      title="Bill now?"
      description="Every whole hour that has ended and was seen is charged to its customer’s wallet. Hours billed before are not charged again. A pause or a window without runs does not stop you."
      confirmLabel="Bill now"
      onConfirm={async () => {
        const { run } = await trigger.mutateAsync();
        navigate(paths.run(run.id));
      }}
    >
      <Play aria-hidden="true" /> Bill now
    </ConfirmButton>
  );
}

function LookButton({ job }: { job: Exclude<Schedule['job'], 'hourly-billing' | 'watchdog' | 'backup'> }) {
  const start = useStartSchedule();
  const toast = useToast();
  const press = () =>
    start.mutate(
      { job },
      {
        onSuccess: ({ lastRun }) =>
          toast(
            lastRun?.outcome === 'failed'
              ? { title: 'It failed', description: lastRun.detail ?? undefined, tone: 'bad' }
              : { title: lastRun?.outcome === 'going_on' ? 'It goes on' : 'Done' },
          ),
        onError: (error) => toast({ title: 'It could not start', description: error.message, tone: 'bad' }),
      },
    );
  return (
    <Button busy={start.isPending} onClick={press}>
      <Play aria-hidden="true" /> Run now
    </Button>
  );
}
