import { ChevronsUpDown } from 'lucide-react';
import type { ComponentProps } from 'react';
import { useSession } from '../api/session.ts';

const roleNames = { owner: 'Owner', operator: 'Operator', support: 'Support', viewer: 'Viewer' };

/** Who is signed in; opens the menu, once that was read. */
export function AdminMenuButton(props: ComponentProps<'button'>) {
  const { admin } = useSession();
  return (
    <button
      {...props}
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
  );
}
