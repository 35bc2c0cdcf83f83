import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { KeyRound } from 'lucide-react';
import { type ApiToken, tokensQuery, useRevokeToken } from '../../../api/tokens.ts';
import { ConfirmButton } from '../../../components/confirm-button.tsx';
import { type Column, DataTable } from '../../../components/data-table.tsx';
import { EmptyState } from '../../../components/empty-state.tsx';
import { Instant } from '../../../components/instant.tsx';
import { Badge, type Tone } from '../../../components/ui/badge.tsx';
import { useSearchState } from '../../../hooks/use-search-state.ts';
import { roleWords } from '../admins/role-words.ts';

const states: Record<ApiToken['status'], { label: string; tone: Tone }> = {
  open: { label: 'Open', tone: 'good' },
  expired: { label: 'Expired', tone: 'neutral' },
  revoked: { label: 'Revoked', tone: 'neutral' },
};

const columns: Column<ApiToken>[] = [
  {
    id: 'name',
    header: 'Token',
    primary: true,
    cell: ({ name, prefix }) => (
      <span className="block text-left">
        {name}
        <span className="block font-mono text-xs font-normal text-ink-faint">{prefix}…</span>
      </span>
    ),
  },
  { id: 'scope', header: 'May', className: 'md:py-2.5', cell: (row) => <Scope row={row} /> },
  {
    id: 'made',
    header: 'Made',
    cell: ({ madeBy, createdAt }) => (
      <>
        {madeBy}, <Instant value={createdAt} />
      </>
    ),
  },
  {
    id: 'used',
    header: 'Last used',
    cell: ({ lastUsedAt }) => (lastUsedAt ? <Instant value={lastUsedAt} /> : 'Never'),
  },
  {
    id: 'ends',
    header: 'Ends',
    cell: ({ expiresAt }) => (expiresAt ? <Instant value={expiresAt} /> : 'When it is revoked'),
  },
  {
    id: 'state',
    header: 'State',
    cell: ({ status }) => <Badge tone={states[status].tone}>{states[status].label}</Badge>,
  },
  {
    id: 'actions',
    header: 'Change',
    align: 'right',
    cell: (row) => (row.status === 'open' ? <Revoke row={row} /> : <span className="text-ink-faint">–</span>),
  },
];

/** Every token there ever was, newest first. */
export function TokensTable() {
  const state = useSearchState({ sort: '' });
  const query = useQuery({
    ...tokensQuery({ cursor: state.paging.cursor }),
    placeholderData: keepPreviousData,
  });
  return (
    <DataTable
      label="API tokens"
      columns={columns}
      query={query}
      rowKey={({ id }) => id}
      state={state}
      empty={
        <EmptyState icon={KeyRound} title="No API token yet">
          Make one above for a script or another system: it is shown once.
        </EmptyState>
      }
    />
  );
}

function Scope({ row: { role, permissions, sensitive } }: { row: ApiToken }) {
  return (
    <span className="grid gap-0.5">
      <span>{permissions ? `Some of ${roleWords[role].label.toLowerCase()}` : roleWords[role].label}</span>
      {permissions ? (
        <span className="font-mono text-xs text-ink-faint">{permissions.join(', ')}</span>
      ) : null}
      {sensitive ? <span className="text-xs text-warn-ink">Sensitive actions too</span> : null}
    </span>
  );
}

function Revoke({ row }: { row: ApiToken }) {
  const revoke = useRevokeToken();
  return (
    <ConfirmButton
      size="sm"
      danger
      title={`Revoke the token ${row.name}?`}
      description="Whatever uses it is refused from the next request on. It cannot be brought back."
      confirmLabel="Revoke"
      onConfirm={() => revoke.mutateAsync(row.id)}
    >
      Revoke
    </ConfirmButton>
  );
}
