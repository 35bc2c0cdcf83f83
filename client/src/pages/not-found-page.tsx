import { Compass } from 'lucide-react';
import { Link } from 'wouter';
import { EmptyState } from '../components/empty-state.tsx';
import { buttonStyle } from '../components/ui/button.tsx';
import { useDocumentTitle } from '../hooks/use-document-title.ts';
import { paths } from '../paths.ts';

/** No page has this URL. `home` is where whoever came here may go on. */
export function NotFoundPage({ home = paths.home() }: { home?: string }) {
  useDocumentTitle('Not found');
  return (
    <EmptyState
      icon={Compass}
      title="There is no page here"
      action={
        <Link href={home} className={buttonStyle({ variant: 'secondary' })}>
          Go to the first page
        </Link>
      }
    >
      The address may be mistyped, or come from an old link.
    </EmptyState>
  );
}
