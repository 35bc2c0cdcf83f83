import { PageHeader } from '../../components/page-header.tsx';
import { Tabs } from '../../components/ui/tabs.tsx';
import { oneOf } from '../../hooks/one-of.ts';
import { useSearchState } from '../../hooks/use-search-state.ts';
import { AdminsTable } from './admins/admins-table.tsx';
import { InvitationsTable } from './admins/invitations-table.tsx';
import { InviteDialog } from './admins/invite-dialog.tsx';
import { SignInRulesCard } from './admins/sign-in-rules-card.tsx';

const parts = ['admins', 'invitations', 'rules'] as const;
const defaults = { show: '', sort: '' };

/** Who may sign in, who was invited, and what sign-in asks for. */
export function AdminsPage() {
  const state = useSearchState(defaults);
  const part = oneOf(parts, state.values.show) ?? 'admins';
  return (
    <>
      <PageHeader
        title="Admins"
        description="Who may sign in here, and as what. Nobody registers: people are invited by a link that works once."
        actions={<InviteDialog />}
      />
      <Tabs
        aria-label="Parts of admins"
        value={part}
        onChange={(next) => state.set({ show: next === 'admins' ? '' : next })}
        tabs={[
          { value: 'admins', label: 'Admins', content: <AdminsTable state={state} /> },
          { value: 'invitations', label: 'Invitations', content: <InvitationsTable state={state} /> },
          { value: 'rules', label: 'Rules', content: <SignInRulesCard /> },
        ]}
      />
    </>
  );
}
