import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { ApiError } from '../api/call.ts';
import { EmptyState } from './empty-state.tsx';
import { ErrorNotice } from './error-notice.tsx';
import { PageHeader, type PageHeaderProps } from './page-header.tsx';
import { buttonStyle } from './ui/button.tsx';
import { Card } from './ui/card.tsx';
import { Skeleton } from './ui/skeleton.tsx';

export interface LoadedProps<Data> {
  /** What is read, such as 'Run 12': it heads the page until the thing itself can. */
  title: string;
  back: NonNullable<PageHeaderProps['back']>;
  query: { data: Data | undefined; error: Error | null; isFetching: boolean; refetch: () => unknown };
  children: (data: Data) => ReactNode;
}

/** The page of one thing: being read, not there, failed, forbidden, or there. */
export function Loaded<Data>({ title, back, query, children }: LoadedProps<Data>) {
  const { data, error } = query;
  const code = error instanceof ApiError ? error.code : null;
  const retry = code === 'forbidden' ? undefined : () => query.refetch();
  const notice = error ? <ErrorNotice error={error} retry={retry} retrying={query.isFetching} /> : null;
  if (data !== undefined) {
    return (
      <>
        {notice ? (
          <div className="mb-4">
            {notice}
            <p className="mt-1 text-sm text-ink-soft">Below is what was read before.</p>
          </div>
        ) : null}
        {children(data)}
      </>
    );
  }
  const missing = code === 'not_found' || code === 'invalid_input';
  return (
    <>
      <PageHeader title={title} back={back} />
      {missing ? <Missing title={title} back={back} /> : (notice ?? <Loading title={title} />)}
    </>
  );
}

function Missing({ title, back }: Pick<LoadedProps<never>, 'title' | 'back'>) {
  return (
    <Card>
      <EmptyState
        title={`There is no ${title.charAt(0).toLowerCase()}${title.slice(1)}`}
        action={
          <Link href={back.href} className={buttonStyle()}>
            {back.label}
          </Link>
        }
      >
        The address may be mistyped, or come from an old link.
      </EmptyState>
    </Card>
  );
}

function Loading({ title }: { title: string }) {
  return (
    <div aria-busy="true" className="grid gap-4">
      <p role="status" className="sr-only">
        Loading {title}
      </p>
      <Skeleton className="h-20" />
      <Skeleton className="h-64" />
    </div>
  );
}
