import { ChevronsUpDown, LogOut, Monitor, Moon, Sun } from 'lucide-react';
import { useSession, useSignOut } from '../api/session.ts';
import { useTheme } from '../hooks/use-theme.ts';
import { Menu, MenuChoice, MenuItem, MenuLabel, MenuSeparator } from './ui/menu.tsx';
import { useToast } from './ui/toast.tsx';

const themes = [
  { value: 'system', label: 'As the system', icon: <Monitor /> },
  { value: 'light', label: 'Light', icon: <Sun /> },
  { value: 'dark', label: 'Dark', icon: <Moon /> },
] as const;

const roleNames = { owner: 'Owner', operator: 'Operator', support: 'Support', viewer: 'Viewer' };

/** Who is signed in, the theme, and the way out. */
export function AdminMenu() {
  const { admin, version } = useSession();
  const { theme, setTheme } = useTheme();
  const signOut = useSignOut();
  const toast = useToast();
  const leave = () =>
    signOut.mutate(undefined, {
      onError: (error) => toast({ title: 'Still signed in', description: error.message, tone: 'bad' }),
    });
  return (
    <Menu
      side="top"
      align="start"
      trigger={
        <button
          type="button"
          className="mt-3 flex items-center gap-2.5 rounded-lg p-2 text-left hover:bg-sunken data-popup-open:bg-sunken"
        >
          <span
            aria-hidden="true"
            className="grid size-7 shrink-0 place-items-center rounded-full bg-accent-soft text-xs font-semibold text-accent-ink uppercase"
          >
            {admin.name.slice(0, 1)}
          </span>
          <span className="min-w-0 flex-1">
            <span className="block truncate text-sm font-medium">{admin.name}</span>
            <span className="block text-xs text-ink-faint">{roleNames[admin.role]}</span>
          </span>
          <ChevronsUpDown aria-hidden="true" className="size-3.5 text-ink-faint" />
        </button>
      }
    >
      <MenuLabel>{admin.email}</MenuLabel>
      <MenuSeparator />
      <MenuChoice label="Theme" value={theme} onChange={setTheme} choices={themes} />
      <MenuSeparator />
      <MenuItem onClick={leave}>
        <LogOut /> Sign out
      </MenuItem>
      <MenuSeparator />
      <MenuLabel>Version {version}</MenuLabel>
    </Menu>
  );
}
