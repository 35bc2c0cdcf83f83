import { Card } from '../../../components/ui/card.tsx';
import { Skeleton } from '../../../components/ui/skeleton.tsx';

/** The cards, before it is known what is in them. */
export function SettingsSkeleton() {
  return (
    <div aria-busy="true" className="grid gap-5">
      <span className="sr-only">Reading the settings</span>
      {[2, 3, 4].map((fields) => (
        <Card key={fields} className="grid gap-x-8 gap-y-5 px-5 py-5 lg:grid-cols-[15rem_minmax(0,1fr)]">
          <div className="grid content-start gap-2">
            <Skeleton className="w-32" />
            <Skeleton className="h-3 w-48 max-w-full" />
          </div>
          <div className="grid gap-5">
            {Array.from({ length: fields }, (_, index) => (
              <div key={index} className="grid gap-2">
                <Skeleton className="h-3 w-28" />
                <Skeleton className="h-8 max-w-xl" />
              </div>
            ))}
          </div>
        </Card>
      ))}
    </div>
  );
}
