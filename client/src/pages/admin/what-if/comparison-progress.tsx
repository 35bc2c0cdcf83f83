import type { useWhatIf } from '../../../api/what-if.ts';
import { ErrorNotice } from '../../../components/error-notice.tsx';
import { Progress } from '../../../components/ui/progress.tsx';

/** How far a comparison is, or why it stopped. */
export function ComparisonProgress({ asked }: { asked: ReturnType<typeof useWhatIf> }) {
  const { error, isFetching, refetch, progress, data } = asked;
  if (error) return <ErrorNotice error={error} retry={() => refetch()} retrying={isFetching} />;
  if (!isFetching || data) return null;
  const { done, total } = progress;
  return (
    <div aria-busy="true">
      <Progress
        label="Working out every server’s month, before and after"
        value={total > 0 ? done : null}
        max={Math.max(1, total)}
        text={total > 0 ? `${done.toLocaleString('en')} of ${total.toLocaleString('en')} servers` : undefined}
      />
    </div>
  );
}
