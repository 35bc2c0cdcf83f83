import type { LucideIcon } from 'lucide-react';
import { Link, useLocation } from 'wouter';
import { paths } from '../paths.ts';
import { cn } from './ui/cn.ts';

/** In the order in which they stand. */
export const navigationGroups = ['Overview', 'Billing', 'Customers', 'Setup'] as const;

export interface NavigationItem {
  path: string;
  label: string;
  icon: LucideIcon;
  group: (typeof navigationGroups)[number];
  /** Pressed after G it goes there; no two pages share one. */
  letter?: string;
}

export interface AdminNavigationProps {
  items: readonly NavigationItem[];
  onNavigate?: () => void;
}

/** The pages one may go to, group by group; the one we are on, or below, is marked. */
export function AdminNavigation({ items, onNavigate }: AdminNavigationProps) {
  return (
    <nav aria-label="Pages of the admin" className="-mx-1 flex-1 overflow-y-auto px-1 py-0.5">
      {groupsOf(items).map(({ group, items: members }) => (
        <section key={group} aria-labelledby={`pages-${group}`} className="mb-3.5 last:mb-0">
          <h2
            id={`pages-${group}`}
            className="mb-1 px-2 text-2xs font-medium tracking-wide text-ink-faint uppercase"
          >
            {group}
          </h2>
          <ul className="grid gap-0.5">
            {members.map((item) => (
              <li key={item.path}>
                <NavigationLink item={item} onNavigate={onNavigate} />
              </li>
            ))}
          </ul>
        </section>
      ))}
    </nav>
  );
}

/** The groups that have a page, with their pages in the order given. */
export function groupsOf(items: readonly NavigationItem[]) {
  return navigationGroups
    .map((group) => ({ group, items: items.filter((item) => item.group === group) }))
    .filter((one) => one.items.length > 0);
}

function NavigationLink({
  item,
  onNavigate,
}: {
  item: NavigationItem;
  onNavigate: (() => void) | undefined;
}) {
  const [path] = useLocation();
  // Every page lies below the first one, which is only itself.
  const below = item.path !== paths.home() && path.startsWith(`${item.path}/`);
  const current = path === item.path || below;
  return (
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
  );
}
