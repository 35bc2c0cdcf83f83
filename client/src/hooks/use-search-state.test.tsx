import { act, renderHook } from '@testing-library/react';
import { expect, test } from 'vitest';
import { useSearchState } from './use-search-state.ts';

const defaults = { search: '', state: '', sort: 'id' };
const use = (url: string) => {
  history.replaceState(null, '', url);
  return renderHook(() => useSearchState(defaults)).result;
};

test('the URL says what is shown, and defaults are left out of it', () => {
  const result = use('/admin/servers?state=stopped&other=1');
  expect(result.current.values).toEqual({ search: '', state: 'stopped', sort: 'id' });
  act(() => result.current.set({ state: '', search: 'web 1' }));
  expect(location.search).toBe('?search=web+1');
  expect(result.current.changed).toBe(true);
  act(() => result.current.clear());
  expect(location.search).toBe('');
  expect(result.current.changed).toBe(false);
});

test('pages go forth and back, and a filter starts over', () => {
  const result = use('/admin/servers');
  expect(result.current.paging).toMatchObject({ cursor: undefined, page: 1, previous: undefined });
  act(() => result.current.paging.next('c2'));
  act(() => result.current.paging.next('c3'));
  expect(result.current.paging).toMatchObject({ cursor: 'c3', page: 3 });
  act(() => result.current.paging.previous?.());
  expect(result.current.paging).toMatchObject({ cursor: 'c2', page: 2 });
  act(() => result.current.paging.previous?.());
  expect(result.current.paging).toMatchObject({ cursor: undefined, page: 1 });
  act(() => result.current.paging.next('c2'));
  act(() => result.current.set({ state: 'stopped' }));
  expect(result.current.paging.cursor).toBeUndefined();
});

test('a link into the middle of a list knows the way to its start', () => {
  const result = use('/admin/servers?cursor=c9');
  expect(result.current.paging).toMatchObject({ cursor: 'c9', page: null, previous: undefined });
  act(() => result.current.paging.first());
  expect(location.search).toBe('');
});
