import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { ratesQuery } from '../../api/rates.ts';
import { settingsQuery } from '../../api/settings.ts';
import { useWhatIf, type WhatIfChange } from '../../api/what-if.ts';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { Callout } from '../../components/ui/callout.tsx';
import { Card, CardBody } from '../../components/ui/card.tsx';
import { Skeleton } from '../../components/ui/skeleton.tsx';
import { useNow } from '../../hooks/use-now.ts';
import { useSearchState } from '../../hooks/use-search-state.ts';
import { paths } from '../../paths.ts';
import { ComparisonParts } from './what-if/comparison-parts.tsx';
import { ComparisonProgress } from './what-if/comparison-progress.tsx';
import { WhatIfForm } from './what-if/what-if-form.tsx';
import { monthsTo, valuesNow } from './what-if/what-if-values.ts';

const start = { packageId: '', price: '' };

/** Other terms and prices, tried on a month that is past. */
export function WhatIfPage() {
  const settings = useQuery(settingsQuery);
  const rates = useQuery(ratesQuery);
  const { values } = useSearchState(start);
  const { last } = monthsTo(useNow());
  const failed = settings.error ?? rates.error;
  return (
    <>
      <PageHeader
        title="What if"
        description="What a month would have cost with other prices or terms, against what was charged. To the micro, from the stored evidence; nothing is saved."
        back={{ href: paths.preview(), label: 'Preview' }}
      />
      {settings.data && rates.data ? (
        <WhatIfParts
          settings={settings.data.settings}
          packages={rates.data.packages.filter((pack) => !pack.goneAt)}
          month={last}
          start={values}
        />
      ) : failed ? (
        <ErrorNotice
          error={failed}
          retry={() => Promise.all([settings.refetch(), rates.refetch()])}
          retrying={settings.isFetching || rates.isFetching}
        />
      ) : (
        <div aria-busy="true" className="grid gap-4">
          <p role="status" className="sr-only">
            Reading prices and settings
          </p>
          <Skeleton className="h-96" />
        </div>
      )}
    </>
  );
}

type Parts = Omit<Parameters<typeof WhatIfForm>[0], 'saved' | 'ask'> & {
  month: string;
  start: { packageId: string; price: string };
};

function WhatIfParts({ settings, packages, month, start: from }: Parts) {
  const [change, setChange] = useState<WhatIfChange | null>(null);
  const [asked, setAsked] = useState(false);
  // Kept from the first look: what others save meanwhile may not move what is being tried.
  const [saved] = useState(() => valuesNow(settings, { packages, month, start: from }));
  const comparison = useWhatIf(change);
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-6">
      <Card>
        <CardBody>
          <WhatIfForm
            settings={settings}
            packages={packages}
            saved={saved}
            ask={(next) => {
              setChange(next);
              setAsked(true);
            }}
          />
        </CardBody>
      </Card>
      <div aria-live="polite" className="grid gap-4 empty:hidden">
        {asked && change === null ? (
          <Callout title="Nothing differs">Change a price or a term above, then compare.</Callout>
        ) : null}
        {change ? <ComparisonProgress asked={comparison} /> : null}
      </div>
      {change && comparison.data ? <ComparisonParts comparison={comparison.data} /> : null}
    </div>
  );
}
