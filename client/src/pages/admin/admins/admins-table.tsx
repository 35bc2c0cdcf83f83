import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { type AdminAccount, adminsQuery } from '../../../api/admins.ts';
import { useSession } from '../../../api/session.ts';
import { type Column, DataTable, type ListState } from '../../../components/data-table.tsx';
import { EmptyState } from '../../../components/empty-state.tsx';
import { Instant } from '../../../components/instant.tsx';
import { Badge } from '../../../components/ui/badge.tsx';
import { AdminActions } from './admin-actions.tsx';
import { roleWords } from './role-words.ts';

const columns: Column<AdminAccount>[] = [
  {
    id: 'name',
    header: 'Admin',
    primary: true,
    cell: ({ name, email }) => (
      <span className="block text-left">
        {name}
        <span className="block text-xs font-normal text-ink-faint [overflow-wrap:anywhere]">{email}</span>
      </span>
    ),
  },
  { id: 'role', header: 'Role', cell: ({ role }) => roleWords[role].label },
  {
    id: 'factor',
    header: 'Second factor',
    cell: ({ secondFactor }) => (
      <Badge tone={secondFactor ? 'good' : 'neutral'}>{secondFactor ? 'On' : 'Off'}</Badge>
    ),
  },
  {
    id: 'signed-in',
    header: 'Last sign-in',
    cell: ({ lastSignInAt }) => (lastSignInAt ? <Instant value={lastSignInAt} /> : 'Never'),
  },
  {
    id: 'state',
    header: 'May sign in',
    cell: ({ disabledAt }) =>
      disabledAt ? <Badge tone="warn">Disabled</Badge> : <Badge tone="good">Yes</Badge>,
  },
];

/** Who may sign in; the others are changed here, oneself never. */
export function AdminsTable({ state }: { state: ListState }) {
  const { admin } = useSession();
  const query = useQuery({
    ...adminsQuery({ cursor: state.paging.cursor }),
    placeholderData: keepPreviousData,
  });
  const actions: Column<AdminAccount> = {
    id: 'actions',
    header: 'Change',
    align: 'right',
    cell: (row) =>
      row.id === admin.id ? <span className="text-ink-faint">You</span> : <AdminActions row={row} />,
  };
  return (
    <DataTable
      label="Admins"
      columns={[...columns, actions]}
      query={query}
      rowKey={({ id }) => id}
      state={{ ...state, changed: false }}
      empty={<EmptyState title="No admin yet">There is always one: read the page again.</EmptyState>}
    />
  );
}
