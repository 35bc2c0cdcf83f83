import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';

export interface EmptyStateProps {
  icon?: LucideIcon;
  /** What would be here. */
  title: string;
  /** Why it is not, and how to get it. */
  children?: ReactNode;
  action?: ReactNode;
}

/** Nothing here: what would be, and how to get it. */
export function EmptyState({ icon: Icon, title, children, action }: EmptyStateProps) {
  return (
    <div className="grid justify-items-center px-6 py-12 text-center">
      {Icon ? (
        <span className="mb-3 grid size-10 place-items-center rounded-full bg-sunken text-ink-faint">
          <Icon aria-hidden="true" className="size-5" />
        </span>
      ) : null}
      <p className="text-base font-semibold">{title}</p>
      {children ? <div className="mt-1 max-w-md text-sm text-balance text-ink-faint">{children}</div> : null}
      {action ? <div className="mt-4 flex gap-2">{action}</div> : null}
    </div>
  );
}
