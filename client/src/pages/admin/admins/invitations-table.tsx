import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { MailPlus } from 'lucide-react';
import { type Invitation, invitationsQuery, useRevokeInvitation } from '../../../api/admins.ts';
import { ConfirmButton } from '../../../components/confirm-button.tsx';
import { type Column, DataTable, type ListState } from '../../../components/data-table.tsx';
import { EmptyState } from '../../../components/empty-state.tsx';
import { Instant } from '../../../components/instant.tsx';
import { Badge, type Tone } from '../../../components/ui/badge.tsx';
import { roleWords } from './role-words.ts';

const states: Record<Invitation['status'], { label: string; tone: Tone }> = {
  open: { label: 'Open', tone: 'info' },
  accepted: { label: 'Accepted', tone: 'good' },
  expired: { label: 'Expired', tone: 'neutral' },
  revoked: { label: 'Withdrawn', tone: 'neutral' },
};

const columns: Column<Invitation>[] = [
  { id: 'email', header: 'Invited', primary: true, cell: ({ email }) => email },
  { id: 'role', header: 'As', cell: ({ role }) => roleWords[role].label },
  { id: 'by', header: 'By', cell: ({ invitedBy }) => invitedBy },
  { id: 'until', header: 'Open until', cell: ({ expiresAt }) => <Instant value={expiresAt} show="exact" /> },
  {
    id: 'state',
    header: 'State',
    cell: ({ status }) => <Badge tone={states[status].tone}>{states[status].label}</Badge>,
  },
  {
    id: 'actions',
    header: 'Change',
    align: 'right',
    cell: (row) =>
      row.status === 'open' ? <Withdraw row={row} /> : <span className="text-ink-faint">–</span>,
  },
];

/** Who was invited, and what became of it. */
export function InvitationsTable({ state }: { state: ListState }) {
  const query = useQuery({
    ...invitationsQuery({ cursor: state.paging.cursor }),
    placeholderData: keepPreviousData,
  });
  return (
    <DataTable
      label="Invitations"
      columns={columns}
      query={query}
      rowKey={({ id }) => id}
      state={{ ...state, changed: false }}
      empty={
        <EmptyState icon={MailPlus} title="Nobody was invited yet">
          Invite somebody above: they choose their own name and password.
        </EmptyState>
      }
    />
  );
}

function Withdraw({ row }: { row: Invitation }) {
  const revoke = useRevokeInvitation();
  return (
    <ConfirmButton
      size="sm"
      danger
      title={`Withdraw the invitation of ${row.email}?`}
      description="The link opens nothing any more. They can be invited anew."
      confirmLabel="Withdraw"
      onConfirm={() => revoke.mutateAsync({ id: row.id })}
    >
      Withdraw
    </ConfirmButton>
  );
}
