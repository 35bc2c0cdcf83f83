import { useQuery } from '@tanstack/react-query';
import { Suspense, useDeferredValue } from 'react';
import { settingsQuery } from '../../api/settings.ts';
import { useCan } from '../../components/can.tsx';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { Instant } from '../../components/instant.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { Callout } from '../../components/ui/callout.tsx';
import { idlePart } from '../../components/ui/lazy-part.ts';
import { Skeleton } from '../../components/ui/skeleton.tsx';
import { BillingSettingsForm } from './settings/billing-settings-form.tsx';
import { BillingStatus } from './settings/billing-status.tsx';
import { ConnectionCard } from './settings/connection-card.tsx';
import { SettingsSkeleton } from './settings/settings-skeleton.tsx';

// Below the fold, with tables and dialogs of their own: the settings need not wait for them.
const DunningCard = idlePart(() => import('./settings/dunning-card.tsx'), 'DunningCard');
const PayPalCard = idlePart(() => import('./settings/paypal-card.tsx'), 'PayPalCard');
const CreditCard = idlePart(() => import('./settings/credit-card.tsx'), 'CreditCard');

/** Whether and when servers are billed, by which rules, and from which VirtFusion. */
export function SettingsPage() {
  const saved = useQuery(settingsQuery);
  // Nine cards first appear in many short steps, between which the page answers; later saves are shown at once.
  const isTimeForAll = useDeferredValue(saved.data !== undefined);
  const mayChange = useCan('settings.write');
  return (
    <>
      <PageHeader title="Settings" description={<LastSaved />} />
      <div className="grid gap-5">
        <BillingStatus />
        {mayChange ? null : (
          <Callout title="You may read these settings, not change them">
            An owner or an operator can change them.
          </Callout>
        )}
        {saved.data && isTimeForAll ? (
          <BillingSettingsForm record={saved.data} readOnly={!mayChange} />
        ) : saved.error ? (
          <ErrorNotice error={saved.error} retry={() => saved.refetch()} retrying={saved.isFetching} />
        ) : (
          <SettingsSkeleton />
        )}
        <ConnectionCard readOnly={!mayChange} />
        <Suspense fallback={<Skeleton className="h-96" />}>
          <DunningCard readOnly={!mayChange} />
        </Suspense>
        <Suspense fallback={<Skeleton className="h-96" />}>
          <PayPalCard readOnly={!mayChange} />
        </Suspense>
        <Suspense fallback={<Skeleton className="h-64" />}>
          <CreditCard readOnly={!mayChange} />
        </Suspense>
      </div>
    </>
  );
}

function LastSaved() {
  const { data } = useQuery(settingsQuery);
  return (
    <>
      Whether and when servers are billed, and by which rules.
      {data?.updatedBy ? (
        <>
          {' '}
          Last saved by {data.updatedBy}, <Instant value={data.updatedAt} />.
        </>
      ) : null}
    </>
  );
}
