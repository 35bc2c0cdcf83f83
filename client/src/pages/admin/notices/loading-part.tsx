import { Skeleton } from '../../../components/ui/skeleton.tsx';

/** A part of the page that is being read. */
export function LoadingPart({ of }: { of: string }) {
  return (
    <div aria-busy="true">
      <p role="status" className="sr-only">
        Loading {of}
      </p>
      <Skeleton className="h-96" />
    </div>
  );
}
