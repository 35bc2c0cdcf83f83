import { RotateCcw } from 'lucide-react';
import { useLocation } from 'wouter';
import type { Run } from '#shared/api/runs.ts';
import { useRetryRun } from '../../../api/runs.ts';
import { Can } from '../../../components/can.tsx';
import { ConfirmButton } from '../../../components/confirm-button.tsx';
import { Callout } from '../../../components/ui/callout.tsx';
import { useToast } from '../../../components/ui/toast.tsx';
import { paths } from '../../../paths.ts';

/** For a run in which servers failed: try them again, once the cause is mended. */
export function RetryNotice({ run }: { run: Run }) {
  const retry = useRetryRun();
  const toast = useToast();
  const [, navigate] = useLocation();
  if (run.status !== 'done_with_failures') return null;
  const again = async () => {
    const { opened, run: next } = await retry.mutateAsync(run.id);
    toast({ title: opened ? `Run ${next.id} tries them again` : `Run ${next.id} is open already` });
    navigate(paths.run(next.id));
  };
  return (
    <Callout
      tone="warn"
      title="Some servers failed; their hours wait and nothing of them was charged"
      actions={
        <Can permission="billing.run" otherwise={<p>An operator or owner can try them again.</p>}>
          <ConfirmButton
            size="sm"
            title="Try the failed servers again?"
            description="A run is opened that bills the hours that wait, and whatever else is due by now. Servers that were billed are not charged again."
            confirmLabel="Try again"
            onConfirm={again}
          >
            <RotateCcw aria-hidden="true" /> Try again
          </ConfirmButton>
        </Can>
      }
    >
      The next run on schedule tries them too. If they fail once more, the log says why.
    </Callout>
  );
}
