import { PageHeader } from '../../components/page-header.tsx';
import { MakeTokenDialog } from './tokens/make-token-dialog.tsx';
import { TokensTable } from './tokens/tokens-table.tsx';

/** What scripts and other systems sign in with. */
export function TokensPage() {
  return (
    <>
      <PageHeader
        title="API tokens"
        description="For scripts and other systems. Each has a role, or only part of one. A token belongs to the installation: it goes on when whoever made it leaves."
        actions={<MakeTokenDialog />}
      />
      <TokensTable />
    </>
  );
}
