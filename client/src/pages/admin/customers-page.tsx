import { PageHeader } from '../../components/page-header.tsx';
import { CustomersTable } from './customers/customers-table.tsx';

/** Every customer, the wallet, and how long it lasts. */
export function CustomersPage() {
  return (
    <>
      <PageHeader
        title="Customers"
        description="Whose servers are billed, what is in the wallet, and how long that lasts."
      />
      <CustomersTable />
    </>
  );
}
