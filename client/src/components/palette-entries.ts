import { ListFilter, type LucideIcon, Package, Play, ReceiptText, Server, User } from 'lucide-react';
import type { Found } from '../api/search.ts';
import { paths } from '../paths.ts';

/** Something the palette offers: choosing it goes somewhere or does something. */
export interface PaletteEntry {
  id: string;
  label: string;
  hint?: string | undefined;
  icon: LucideIcon;
  /** Other words one may look for it by. */
  words?: string;
  act: () => void;
}

export interface PaletteGroup {
  label: string;
  items: PaletteEntry[];
}

const kinds: Record<Found['kind'], { label: string; icon: LucideIcon; href: (id: number) => string }> = {
  server: { label: 'Servers', icon: Server, href: paths.server },
  customer: { label: 'Customers', icon: User, href: paths.customer },
  package: { label: 'Packages', icon: Package, href: paths.package },
  run: { label: 'Runs', icon: Play, href: paths.run },
  transaction: { label: 'Transactions', icon: ReceiptText, href: paths.transaction },
};

/** What the server found, kind by kind, in the order in which kinds were found. */
export function foundGroups(found: readonly Found[], go: (href: string) => void): PaletteGroup[] {
  return Object.entries(kinds)
    .map(([kind, { label, icon, href }]) => ({
      label,
      items: found
        .filter((one) => one.kind === kind)
        .map((one) => ({
          id: `${kind} ${one.id}`,
          label: one.title,
          hint: one.hint ?? undefined,
          icon,
          act: () => go(href(one.id)),
        })),
    }))
    .filter(({ items }) => items.length > 0);
}

/** The groups with only those entries that have every word of the text; empty groups vanish. */
export function matching(groups: readonly PaletteGroup[], text: string): PaletteGroup[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  return groups
    .map(({ label, items }) => ({
      label,
      items: items.filter((item) => {
        const all = `${item.label} ${item.words ?? ''}`.toLowerCase();
        return words.every((word) => all.includes(word));
      }),
    }))
    .filter(({ items }) => items.length > 0);
}

/** The lists, searched for the same text: they look inside names too. */
export function listGroup(text: string, go: (href: string) => void): PaletteGroup {
  const search = text.trim();
  return {
    label: 'Look further',
    items: [
      {
        id: 'list servers',
        label: `Servers with “${search}” anywhere in the name`,
        icon: ListFilter,
        act: () => go(paths.servers({ search })),
      },
      {
        id: 'list customers',
        label: `Customers with “${search}” anywhere in the name`,
        icon: ListFilter,
        act: () => go(paths.customers({ search })),
      },
    ],
  };
}
