import { Link } from 'wouter';
import { PageHeader } from '../../components/page-header.tsx';
import { buttonStyle } from '../../components/ui/button.tsx';
import { paths } from '../../paths.ts';
import { BillNowButton, BillNowReply, useBillNow } from './runs/bill-now-button.tsx';
import { RunStrip } from './runs/run-strip.tsx';
import { RunsTable } from './runs/runs-table.tsx';

/** When servers are billed next, and what every pass before made of it. */
export function RunsPage() {
  const billNow = useBillNow();
  return (
    <>
      <PageHeader
        title="Runs"
        description="A run bills the whole hours that have ended since the one before it."
        actions={
          <>
            <Link href={paths.preview()} className={buttonStyle()}>
              Preview the next
            </Link>
            <BillNowButton billNow={billNow} />
          </>
        }
      />
      <BillNowReply billNow={billNow} />
      <RunStrip />
      <RunsTable />
    </>
  );
}
