import { useQuery } from '@tanstack/react-query';
import { creditSettingsQuery, type SavedCreditSettings } from '../../../api/credit.ts';
import { ErrorNotice } from '../../../components/error-notice.tsx';
import { TextLink } from '../../../components/text-link.tsx';
import { Badge } from '../../../components/ui/badge.tsx';
import { Skeleton } from '../../../components/ui/skeleton.tsx';
import { paths } from '../../../paths.ts';
import { CreditForm } from './credit-form.tsx';
import { SettingsCard } from './settings-card.tsx';

/** Where customers' money is. */
export function CreditCard({ readOnly }: { readOnly: boolean }) {
  const { data, error, isFetching, refetch } = useQuery(creditSettingsQuery);
  return (
    <SettingsCard
      title="Customers’ money"
      description={
        <>
          <p>
            Whether it is in the ledger here or in VirtFusion’s credit. Charges are worked out the same way.
          </p>
          {data ? <ModeBadge saved={data} /> : null}
        </>
      }
    >
      {data ? (
        <CreditForm saved={data} readOnly={readOnly} />
      ) : error ? (
        <ErrorNotice error={error} retry={() => refetch()} retrying={isFetching} />
      ) : (
        <div aria-busy="true" className="grid gap-2">
          <Skeleton className="h-16" />
          <Skeleton className="h-16" />
        </div>
      )}
    </SettingsCard>
  );
}

function ModeBadge({ saved }: { saved: SavedCreditSettings }) {
  if (saved.settings.mode === 'own') {
    return (
      <p>
        <Badge tone="neutral">The ledger here</Badge>
      </p>
    );
  }
  return (
    <>
      <p>
        <Badge tone="info">VirtFusion’s credit</Badge>
      </p>
      <p>
        <TextLink href={paths.credit()}>What was posted there</TextLink>
        {saved.tokenValue === null ? null : (
          <>
            . A token is worth {saved.tokenValue} {saved.currency}.
          </>
        )}
      </p>
    </>
  );
}
