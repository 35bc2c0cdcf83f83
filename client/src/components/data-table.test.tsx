import { screen, within } from '@testing-library/react';
import { expect, test, vi } from 'vitest';
import { ApiError } from '../api/call.ts';
import { useSearchState } from '../hooks/use-search-state.ts';
import { renderPart } from '../testing/render-part.tsx';
import { type Column, DataTable, type ListPage, type ListQuery } from './data-table.tsx';

interface Wallet {
  id: number;
  name: string;
  balance: bigint | null;
}

const ada: Wallet = { id: 1, name: 'ada', balance: 9n };
const bram: Wallet = { id: 2, name: 'bram', balance: 10n };
const chidi: Wallet = { id: 3, name: 'chidi', balance: null };

const columns: Column<Wallet>[] = [
  {
    id: 'name',
    header: 'Customer',
    cell: (row) => row.name,
    primary: true,
    sort: { asc: 'name', desc: '-name' },
  },
  { id: 'balance', header: 'Balance', cell: (row) => String(row.balance), sortValue: (row) => row.balance },
];
const defaults = { search: '', sort: 'id' };

function Customers({ query }: { query: ListQuery<Wallet> }) {
  const state = useSearchState(defaults);
  return (
    <DataTable
      label="Customers"
      columns={columns}
      query={query}
      state={state}
      rowKey={(row) => row.id}
      href={(row) => `/admin/customers/${row.id}`}
      empty={<p>No customer yet.</p>}
    />
  );
}

const page = (rows: Wallet[], more: Partial<ListPage<Wallet>> = {}) => ({
  rows,
  nextCursor: null,
  total: null,
  ...more,
});

function show(query: Partial<ListQuery<Wallet>>, url = '/admin/customers') {
  history.replaceState(null, '', url);
  const refetch = vi.fn();
  const whole = { data: undefined, error: null, isFetching: false, refetch, ...query };
  return { refetch, ...renderPart(<Customers query={whole} />) };
}

const refused = (code: 'forbidden' | 'unavailable') =>
  new ApiError(
    { code, message: 'Said the server', fields: [], facts: {}, requestId: 'r-7' },
    code === 'forbidden' ? 403 : 503,
  );
const namesInOrder = () =>
  screen
    .getAllByRole('row')
    .slice(1)
    .map((row) => within(row).getByRole('link').textContent);

test('loading says so', () => {
  show({});
  expect(screen.getByRole('status')).toHaveTextContent('Loading Customers');
});

test('empty says what would be here', () => {
  show({ data: page([]) });
  expect(screen.getByText('No customer yet.')).toBeInTheDocument();
});

test('nothing that fits the filter offers everything', async () => {
  const { user } = show({ data: page([]) }, '/admin/customers?search=zz');
  await user.click(screen.getByRole('button', { name: 'Show everything' }));
  expect(location.search).toBe('');
});

test('an error says what happened and tries again', async () => {
  const { user, refetch } = show({ error: refused('unavailable') });
  expect(screen.getByRole('alert')).toHaveTextContent('Said the server');
  expect(screen.getByRole('alert')).toHaveTextContent('r-7');
  await user.click(screen.getByRole('button', { name: 'Try again' }));
  expect(refetch).toHaveBeenCalledOnce();
});

test('forbidden says so, and does not offer to try again', () => {
  show({ error: refused('forbidden') });
  expect(screen.getByRole('alert')).toHaveTextContent('Your role does not allow this');
  expect(screen.queryByRole('button', { name: 'Try again' })).not.toBeInTheDocument();
});

test('a failed refetch keeps the rows and says that they are old', () => {
  show({ data: page([ada]), error: refused('unavailable') });
  expect(screen.getByRole('link', { name: 'ada' })).toBeInTheDocument();
  expect(screen.getByText('Below is what was read before.')).toBeInTheDocument();
});

test('full: a row leads to its page, and its cells are named', () => {
  show({ data: page([ada, bram]) });
  expect(screen.getByRole('table', { name: 'Customers' })).toBeInTheDocument();
  expect(screen.getByRole('link', { name: 'bram' })).toHaveAttribute('href', '/admin/customers/2');
  expect(screen.getByRole('columnheader', { name: 'Balance' })).toBeInTheDocument();
  expect(screen.getByText('2 rows')).toBeInTheDocument();
});

test('the next page is asked for by its cursor, and there is a way back', async () => {
  const { user } = show({ data: page([ada], { nextCursor: 'c2', total: 1234 }) });
  expect(screen.getByText('Page 1 · 1,234 in all')).toBeInTheDocument();
  expect(screen.getByRole('button', { name: 'Previous' })).toBeDisabled();
  await user.click(screen.getByRole('button', { name: 'Next' }));
  expect(location.search).toBe('?cursor=c2');
  await user.click(screen.getByRole('button', { name: 'Previous' }));
  expect(location.search).toBe('');
});

test('an order of the server is asked for by the URL, and the rows stay as they came', async () => {
  const { user } = show({ data: page([bram, ada]) });
  const heading = screen.getByRole('columnheader', { name: 'Customer' });
  expect(heading).toHaveAttribute('aria-sort', 'none');
  await user.click(within(heading).getByRole('button'));
  expect(location.search).toBe('?sort=name');
  expect(heading).toHaveAttribute('aria-sort', 'ascending');
  await user.click(within(heading).getByRole('button'));
  expect(location.search).toBe('?sort=-name');
  expect(namesInOrder()).toEqual(['bram', 'ada']);
});

test('an order of the browser compares values, not text, and what is not known goes last', async () => {
  const { user } = show({ data: page([bram, chidi, ada]) });
  const sort = within(screen.getByRole('columnheader', { name: 'Balance' })).getByRole('button');
  await user.click(sort);
  expect(namesInOrder()).toEqual(['ada', 'bram', 'chidi']);
  await user.click(sort);
  expect(namesInOrder()).toEqual(['bram', 'ada', 'chidi']);
});
