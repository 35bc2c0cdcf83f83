import { LogOut, Monitor, Moon, Sun, UserCog } from 'lucide-react';
import { useLocation } from 'wouter';
import { useSession, useSignOut } from '../api/session.ts';
import { useTheme } from '../hooks/use-theme.ts';
import { paths } from '../paths.ts';
import { AdminMenuButton } from './admin-menu-button.tsx';
import { Menu, MenuChoice, MenuItem, MenuLabel, MenuSeparator } from './ui/menu.tsx';
import { useToast } from './ui/toast.tsx';

const themes = [
  { value: 'system', label: 'As the system', icon: <Monitor /> },
  { value: 'light', label: 'Light', icon: <Sun /> },
  { value: 'dark', label: 'Dark', icon: <Moon /> },
] as const;

/** Who is signed in, the theme, one's own account, and the way out. */
export function AdminMenu() {
  const { admin, version } = useSession();
  const { theme, setTheme } = useTheme();
  const signOut = useSignOut();
  const toast = useToast();
  const [, navigate] = useLocation();
  const leave = () =>
    signOut.mutate(undefined, {
      onError: (error) => toast({ title: 'Still signed in', description: error.message, tone: 'bad' }),
    });
  return (
    <Menu side="top" align="start" trigger={<AdminMenuButton />}>
      <MenuLabel>{admin.email}</MenuLabel>
      <MenuSeparator />
      <MenuChoice label="Theme" value={theme} onChange={setTheme} choices={themes} />
      <MenuSeparator />
      <MenuItem onClick={() => navigate(paths.ownAccount())}>
        <UserCog /> Your account
      </MenuItem>
      <MenuItem onClick={leave}>
        <LogOut /> Sign out
      </MenuItem>
      <MenuSeparator />
      <MenuLabel>Version {version}</MenuLabel>
    </Menu>
  );
}
