import { PageHeader } from '../../components/page-header.tsx';
import { TopUpsTable } from './top-ups/top-ups-table.tsx';

/** What customers paid in through PayPal, or were asked to. */
export function TopUpsPage() {
  return (
    <>
      <PageHeader
        title="Top-ups"
        description="What customers paid in through PayPal, newest first. A link for a new one is made on the page of its customer."
      />
      <TopUpsTable />
    </>
  );
}
