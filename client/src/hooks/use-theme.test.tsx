import { act, renderHook } from '@testing-library/react';
import { expect, test, vi } from 'vitest';
import { useTheme } from './use-theme.ts';

/** A system that is dark or light, and can change its mind. */
function system(dark: boolean) {
  const list = Object.assign(new EventTarget(), { matches: dark });
  vi.stubGlobal('matchMedia', () => list);
  return {
    turn: (next: boolean) => {
      list.matches = next;
      list.dispatchEvent(new Event('change'));
    },
  };
}

const isDark = () => document.documentElement.classList.contains('dark');

test.each`
  chosen      | systemDark | dark
  ${'light'}  | ${true}    | ${false}
  ${'dark'}   | ${false}   | ${true}
  ${'system'} | ${true}    | ${true}
  ${'system'} | ${false}   | ${false}
`('$chosen on a system that is dark ($systemDark) shows dark: $dark', ({ chosen, systemDark, dark }) => {
  system(systemDark);
  const { result } = renderHook(() => useTheme());
  act(() => result.current.setTheme(chosen));
  expect(isDark()).toBe(dark);
  expect(result.current.theme).toBe(chosen);
});

test('the choice is remembered, and system is the absence of one', () => {
  system(false);
  const { result } = renderHook(() => useTheme());
  act(() => result.current.setTheme('dark'));
  expect(localStorage.getItem('theme')).toBe('dark');
  act(() => result.current.setTheme('system'));
  expect(localStorage.getItem('theme')).toBeNull();
});

test('a system that turns dark takes along who follows it, and nobody else', () => {
  const sky = system(false);
  const { result } = renderHook(() => useTheme());
  act(() => sky.turn(true));
  expect(isDark()).toBe(true);
  act(() => result.current.setTheme('light'));
  act(() => sky.turn(true));
  expect(isDark()).toBe(false);
});

test('a blocked storage is no obstacle', () => {
  system(false);
  vi.stubGlobal('localStorage', {
    getItem: () => {
      throw new Error('blocked');
    },
    setItem: () => {
      throw new Error('blocked');
    },
    clear: () => {},
  });
  const { result } = renderHook(() => useTheme());
  act(() => result.current.setTheme('dark'));
  expect(isDark()).toBe(true);
});
