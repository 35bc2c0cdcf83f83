import { useQuery } from '@tanstack/react-query';
import { policyQuery } from '../../../api/dunning.ts';
import { ErrorNotice } from '../../../components/error-notice.tsx';
import { TextLink } from '../../../components/text-link.tsx';
import { Badge } from '../../../components/ui/badge.tsx';
import { Skeleton } from '../../../components/ui/skeleton.tsx';
import { paths } from '../../../paths.ts';
import { DunningForm } from './dunning-form.tsx';
import { SettingsCard } from './settings-card.tsx';

/** What happens, and when, to customers whose wallet is empty. */
export function DunningCard({ readOnly }: { readOnly: boolean }) {
  const { data, error, isFetching, refetch } = useQuery(policyQuery);
  return (
    <SettingsCard
      title="Customers who owe"
      description={
        <>
          <p>
            Warned, given a grace, suspended at VirtFusion, kept. What we suspended comes back within a minute
            of a top-up. Saved apart from the settings above.
          </p>
          {data ? (
            <p>
              <Badge tone={data.policy.enabled ? 'good' : 'neutral'}>
                {data.policy.enabled ? 'On' : 'Off'}
              </Badge>
            </p>
          ) : null}
          <p>
            <TextLink href={paths.dunning()}>Who is on the ladder</TextLink>
          </p>
        </>
      }
    >
      {data ? (
        <DunningForm record={data} readOnly={readOnly} />
      ) : error ? (
        <ErrorNotice error={error} retry={() => refetch()} retrying={isFetching} />
      ) : (
        <div aria-busy="true" className="grid gap-3">
          <Skeleton className="w-40" />
          <Skeleton className="h-24" />
          <Skeleton className="h-8" />
        </div>
      )}
    </SettingsCard>
  );
}
