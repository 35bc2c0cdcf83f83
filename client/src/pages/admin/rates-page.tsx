import { PageHeader } from '../../components/page-header.tsx';
import { PackagesTable } from './rates/packages-table.tsx';
import { PlannedChanges } from './rates/planned-changes.tsx';

/** The price list. */
export function RatesPage() {
  return (
    <>
      <PageHeader
        title="Rates"
        description="What each of VirtFusion’s packages costs. A package without a price is never guessed at: its servers wait."
      />
      <PackagesTable />
      <PlannedChanges />
    </>
  );
}
