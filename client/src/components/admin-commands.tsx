import {
  Keyboard,
  LogOut,
  type LucideIcon,
  Monitor,
  Moon,
  Play,
  Printer,
  Sun,
  Tags,
  UserCog,
} from 'lucide-react';
import { Suspense, useState } from 'react';
import { useLocation } from 'wouter';
import { useSignOut } from '../api/session.ts';
import { useShortcuts } from '../hooks/use-shortcuts.ts';
import { type Theme, useTheme } from '../hooks/use-theme.ts';
import { paths } from '../paths.ts';
import type { NavigationItem } from './admin-navigation.tsx';
import { useCan } from './can.tsx';
import type { PaletteEntry, PaletteGroup } from './palette-entries.ts';
import { lazyPart } from './ui/lazy-part.ts';

// Read when first asked for: no page waits for them.
const CommandPalette = lazyPart(() => import('./command-palette.tsx'), 'CommandPalette');
const ShortcutsDialog = lazyPart(() => import('./shortcuts-dialog.tsx'), 'ShortcutsDialog');

/** What is open over the page, and how to open it. */
export function useCommands() {
  const [shown, setShown] = useState<'palette' | 'shortcuts' | null>(null);
  return { shown, show: setShown };
}
export type Commands = ReturnType<typeof useCommands>;

/** The palette and the shortcuts, both made of the same pages as the navigation. */
export function AdminCommands({
  navigation,
  commands,
}: {
  navigation: readonly NavigationItem[];
  commands: Commands;
}) {
  const [, navigate] = useLocation();
  const { shown, show } = commands;
  const groups = usePalette(navigation, () => show('shortcuts'));
  useShortcuts({
    palette: () => show(shown === 'palette' ? null : 'palette'),
    single: { '?': () => show('shortcuts'), '/': focusSearch },
    afterG: Object.fromEntries(
      navigation.flatMap(({ letter, path }) => (letter ? [[letter, () => navigate(path)]] : [])),
    ),
  });
  return (
    <Suspense>
      {shown === 'palette' ? (
        <CommandPalette open onOpenChange={(open) => open || show(null)} groups={groups} />
      ) : null}
      {shown === 'shortcuts' ? (
        <ShortcutsDialog open onOpenChange={(open) => open || show(null)} navigation={navigation} />
      ) : null}
    </Suspense>
  );
}

function usePalette(navigation: readonly NavigationItem[], showShortcuts: () => void): PaletteGroup[] {
  const [, navigate] = useLocation();
  const pages = navigation.map(({ path, label, icon, group }) => ({
    id: path,
    label,
    icon,
    words: `go to ${group}`,
    act: () => navigate(path),
  }));
  return [
    { label: 'Pages', items: pages },
    { label: 'Actions', items: [...useBillingActions(), ...useAppActions(showShortcuts)] },
  ];
}

/** What one may do with money; each leads to the page that asks before it acts. */
function useBillingActions(): PaletteEntry[] {
  const [, navigate] = useLocation();
  const [mayRun, mayPrice] = [useCan('billing.run'), useCan('rates.write')];
  const entry = (id: string, label: string, icon: LucideIcon, words: string, href: string): PaletteEntry => ({
    id,
    label,
    icon,
    words,
    act: () => navigate(href),
  });
  return [
    ...(mayRun ? [entry('bill', 'Bill now…', Play, 'run trigger', paths.runs({ ask: 'bill' }))] : []),
    ...(mayPrice ? [entry('price', 'Add a price', Tags, 'rate package', paths.rates())] : []),
  ];
}

function useAppActions(showShortcuts: () => void): PaletteEntry[] {
  const { setTheme } = useTheme();
  const signOut = useSignOut();
  const [, navigate] = useLocation();
  const openAccount = () => navigate(paths.ownAccount());
  const theme = (id: Theme, label: string, icon: LucideIcon): PaletteEntry => ({
    id,
    label,
    icon,
    words: 'appearance mode',
    act: () => setTheme(id),
  });
  const print = () => setTimeout(() => window.print(), PRINT_AFTER_MS);
  return [
    { id: 'print', label: 'Print this page', icon: Printer, act: print },
    theme('light', 'Light theme', Sun),
    theme('dark', 'Dark theme', Moon),
    theme('system', 'Theme of the system', Monitor),
    { id: 'keys', label: 'Keyboard shortcuts', icon: Keyboard, words: 'help', act: showShortcuts },
    {
      id: 'account',
      label: 'Your account',
      icon: UserCog,
      words: 'password second factor sessions',
      act: openAccount,
    },
    { id: 'out', label: 'Sign out', icon: LogOut, words: 'leave log out', act: () => signOut.mutate() },
  ];
}

/** The palette must have left the page before it is put on paper. */
const PRINT_AFTER_MS = 250;

function focusSearch(): void {
  document.querySelector<HTMLElement>('main [type="search"]')?.focus();
}
