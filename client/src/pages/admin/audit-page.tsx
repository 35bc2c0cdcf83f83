import { PageHeader } from '../../components/page-header.tsx';
import { AuditTable } from './audit/audit-table.tsx';

/** Who changed what. */
export function AuditPage() {
  return (
    <>
      <PageHeader
        title="Audit"
        description="What people and tokens changed: who, when, and what it was before. Nothing is ever removed."
      />
      <AuditTable />
    </>
  );
}
