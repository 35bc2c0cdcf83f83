import { ChevronLeft } from 'lucide-react';
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { useDocumentTitle } from '../hooks/use-document-title.ts';

export interface PageHeaderProps {
  title: string;
  /** One sentence: what this page is for. */
  description?: ReactNode;
  actions?: ReactNode;
  /** Beside the title: a status. */
  badge?: ReactNode;
  /** Where this page belongs. */
  back?: { href: string; label: string };
}

/** The head of a page; names the tab too. */
export function PageHeader({ title, description, actions, badge, back }: PageHeaderProps) {
  useDocumentTitle(title);
  return (
    <header className="mb-5 flex flex-wrap items-end justify-between gap-x-6 gap-y-3">
      <div className="min-w-0">
        {back ? (
          <Link
            href={back.href}
            className="mb-1 -ml-1 inline-flex items-center gap-0.5 rounded-sm text-sm text-ink-faint hover:text-ink"
          >
            <ChevronLeft aria-hidden="true" className="size-4" />
            {back.label}
          </Link>
        ) : null}
        <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <h1 className="min-w-0 text-xl font-semibold break-words">{title}</h1>
          {badge}
        </div>
        {description ? (
          <p className="mt-0.5 max-w-prose text-sm text-pretty text-ink-soft">{description}</p>
        ) : null}
      </div>
      {actions ? <div className="flex flex-wrap items-center gap-2 print:hidden">{actions}</div> : null}
    </header>
  );
}
