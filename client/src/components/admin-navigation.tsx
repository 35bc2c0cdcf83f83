import type { LucideIcon } from 'lucide-react';
import { Link, useLocation } from 'wouter';
import { paths } from '../paths.ts';
import { cn } from './ui/cn.ts';

export interface NavigationItem {
  path: string;
  label: string;
  icon: LucideIcon;
}

export interface AdminNavigationProps {
  items: readonly NavigationItem[];
  onNavigate?: () => void;
}

/** The pages one may go to; the one we are on, or below, is marked. */
export function AdminNavigation({ items, onNavigate }: AdminNavigationProps) {
  const [path] = useLocation();
  return (
    <nav aria-label="Pages of the admin" className="flex-1 overflow-y-auto">
      <ul className="grid gap-0.5">
        {items.map((item) => {
          // Every page lies below the first one, which is only itself.
          const below = item.path !== paths.home() && path.startsWith(`${item.path}/`);
          const current = path === item.path || below;
          return (
            <li key={item.path}>
              <Link
                href={item.path}
                onClick={onNavigate}
                aria-current={current ? 'page' : undefined}
                className={cn(
                  'flex h-8 items-center gap-2.5 rounded-md px-2 text-sm font-medium text-ink-soft hover:bg-sunken hover:text-ink max-lg:h-10',
                  current && 'bg-accent-soft text-accent-ink hover:bg-accent-soft hover:text-accent-ink',
                )}
              >
                <item.icon aria-hidden="true" className="size-4 shrink-0" />
                {item.label}
              </Link>
            </li>
          );
        })}
      </ul>
    </nav>
  );
}
