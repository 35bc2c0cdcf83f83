import { useEffect, useRef } from 'react';
import { letterKeysEnabled } from './use-letter-keys.ts';

/** A second letter counts this long after the first. */
const PAIR_MS = 1_500;

export interface Shortcuts {
  /** Ctrl K, or ⌘ K. Also while typing. */
  palette: () => void;
  /** By the letter or sign pressed: '?', '/'. */
  single: Record<string, () => void>;
  /** By the letter pressed after G. */
  afterG: Record<string, () => void>;
}

/** Listens for the shortcuts of the app. Letters are none while something is typed, a dialog is open, or they are off. */
export function useShortcuts(shortcuts: Shortcuts): void {
  const current = useRef(shortcuts);
  current.current = shortcuts;
  useEffect(() => {
    let pressedG = Number.NEGATIVE_INFINITY;
    const onKey = (event: KeyboardEvent) => {
      const key = event.key.toLowerCase();
      if (key === 'k' && (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey) {
        event.preventDefault();
        current.current.palette();
        return;
      }
      if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || !takesLetters(event)) return;
      const { afterG, single } = current.current;
      const isPair = event.timeStamp - pressedG < PAIR_MS;
      pressedG = !isPair && key === 'g' ? event.timeStamp : Number.NEGATIVE_INFINITY;
      const act = isPair ? afterG[key] : single[key];
      if (!act) return;
      event.preventDefault();
      act();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);
}

function takesLetters({ target }: KeyboardEvent): boolean {
  if (
    !letterKeysEnabled() ||
    document.querySelector('[role="dialog"], [role="alertdialog"], [role="menu"], [role="listbox"]')
  ) {
    return false;
  }
  return !(target instanceof Element && target.closest('input, textarea, select, [contenteditable="true"]'));
}
