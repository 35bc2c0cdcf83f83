import { Compass } from 'lucide-react';
import { Link } from 'wouter';
import { EmptyState } from '../components/empty-state.tsx';
import { buttonStyle } from '../components/ui/button.tsx';
import { useDocumentTitle } from '../hooks/use-document-title.ts';
import { paths } from '../paths.ts';

/** No page has this URL. */
export function NotFoundPage() {
  useDocumentTitle('Not found');
  return (
    <EmptyState
      icon={Compass}
      title="There is no page here"
      action={
        <Link href={paths.home()} className={buttonStyle({ variant: 'secondary' })}>
          Go to the first page
        </Link>
      }
    >
      The address may be mistyped, or come from an old link.
    </EmptyState>
  );
}
