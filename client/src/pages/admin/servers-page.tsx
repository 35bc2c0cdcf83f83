import { PageHeader } from '../../components/page-header.tsx';
import { ServersTable } from './servers/servers-table.tsx';

/** Every server, what it is billed by, and how far. */
export function ServersPage() {
  return (
    <>
      <PageHeader
        title="Servers"
        description="What VirtFusion tells of each server, the price it is billed by, and how far it is billed."
      />
      <ServersTable />
    </>
  );
}
