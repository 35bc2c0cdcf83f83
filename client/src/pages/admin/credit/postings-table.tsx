import { useQuery } from '@tanstack/react-query';
import { Coins } from 'lucide-react';
import { creditStates } from '#shared/api/credit.ts';
import { type CreditPosting, creditPostingsQuery } from '../../../api/credit.ts';
import { customerName } from '../../../components/customer-name.ts';
import { type Column, DataTable } from '../../../components/data-table.tsx';
import { EmptyState } from '../../../components/empty-state.tsx';
import { ChoiceFilter, FilterBar } from '../../../components/filter-bar.tsx';
import { Instant } from '../../../components/instant.tsx';
import { Money } from '../../../components/money.tsx';
import { TextLink } from '../../../components/text-link.tsx';
import { Tokens } from '../../../components/tokens.tsx';
import { oneOf } from '../../../hooks/one-of.ts';
import type { SearchState } from '../../../hooks/use-search-state.ts';
import { paths } from '../../../paths.ts';
import { PostingBadge, stateWords } from './posting-badge.tsx';

const stateChoices = creditStates.map((value) => ({ value, label: stateWords[value] }));

const columns: Column<CreditPosting>[] = [
  {
    id: 'posting',
    header: 'Posting',
    primary: true,
    className: 'whitespace-nowrap',
    cell: ({ id }) => `Posting ${id}`,
  },
  { id: 'state', header: 'State', cell: (posting) => <PostingBadge {...posting} /> },
  {
    id: 'customer',
    header: 'Customer',
    cell: (posting) => <TextLink href={paths.customer(posting.customerId)}>{customerName(posting)}</TextLink>,
  },
  {
    id: 'tokens',
    header: 'Tokens',
    align: 'right',
    cell: ({ tokens }) => <Tokens amount={tokens} signed />,
  },
  {
    id: 'amount',
    header: 'The wallet here',
    align: 'right',
    cell: ({ amount }) => <Money amount={amount} aligned signed className="text-ink" />,
  },
  { id: 'when', header: 'Decided', cell: ({ createdAt }) => <Instant value={createdAt} show="exact" /> },
  {
    id: 'problem',
    header: 'Last said',
    cell: ({ lastError, outcome }) =>
      lastError === null || outcome !== null ? (
        <span className="text-ink-faint">Nothing amiss</span>
      ) : (
        <span className="block max-w-72 text-ink-soft [overflow-wrap:anywhere]">{lastError}</span>
      ),
  },
];

/** What was posted to VirtFusion's credit, newest first. */
export function PostingsTable({
  state,
}: {
  state: SearchState<{ show: string; state: string; sort: string }>;
}) {
  const { values, set, paging } = state;
  const query = useQuery(
    creditPostingsQuery({ state: oneOf(creditStates, values.state), cursor: paging.cursor }),
  );
  return (
    <>
      <FilterBar state={{ ...state, changed: values.state !== '' }}>
        <ChoiceFilter
          label="State"
          value={values.state}
          onChange={(wanted) => set({ state: wanted })}
          choices={stateChoices}
        />
      </FilterBar>
      <DataTable
        label="Credit postings"
        columns={columns}
        query={query}
        rowKey={({ id }) => id}
        href={({ id }) => paths.creditPosting(id)}
        state={{ ...state, changed: values.state !== '' }}
        empty={
          <EmptyState icon={Coins} title="Nothing was posted yet">
            While VirtFusion’s credit is the wallet, what customers owe is posted there after every run. Where
            the money is, <TextLink href={paths.settings()}>Settings</TextLink> say.
          </EmptyState>
        }
      />
    </>
  );
}
