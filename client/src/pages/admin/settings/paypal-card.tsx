import { useQuery } from '@tanstack/react-query';
import { type PayPalAccount, payPalQuery } from '../../../api/paypal.ts';
import { CopiedText } from '../../../components/copied-text.tsx';
import { ErrorNotice } from '../../../components/error-notice.tsx';
import { Badge } from '../../../components/ui/badge.tsx';
import { Callout } from '../../../components/ui/callout.tsx';
import { Skeleton } from '../../../components/ui/skeleton.tsx';
import { PayPalForm } from './paypal-form.tsx';
import { SettingsCard } from './settings-card.tsx';

/** Which PayPal account customers pay into. */
export function PayPalCard({ readOnly }: { readOnly: boolean }) {
  const { data, error, isFetching, refetch } = useQuery(payPalQuery);
  return (
    <SettingsCard
      title="PayPal"
      description={
        <>
          <p>The account that customers pay into. Saved apart from the settings above.</p>
          {data ? <StateBadge account={data} /> : null}
        </>
      }
    >
      {data ? (
        <>
          {data.source === 'demo' ? <DemoNotice /> : null}
          <PayPalForm account={data} readOnly={readOnly} />
          <WebhookAddress url={data.webhookUrl} />
        </>
      ) : error ? (
        <ErrorNotice error={error} retry={() => refetch()} retrying={isFetching} />
      ) : (
        <div aria-busy="true" className="grid gap-2">
          <Skeleton className="w-28" />
          <Skeleton className="h-8" />
        </div>
      )}
    </SettingsCard>
  );
}

function DemoNotice() {
  return (
    <Callout title="The demo is paid through an emulated PayPal">
      No money moves. What you save here is used once you have left the demo.
    </Callout>
  );
}

function WebhookAddress({ url }: { url: string | null }) {
  return (
    <div className="grid gap-1.5 text-sm">
      <p className="text-ink-soft">
        Add a webhook to the REST app at PayPal, with the events CHECKOUT.ORDER.APPROVED and all of
        PAYMENT.CAPTURE and CUSTOMER.DISPUTE, and write its ID above.{' '}
        {url ? (
          'This is its address:'
        ) : (
          <>
            Its address is shown here once <code className="font-mono">PUBLIC_URL</code> says where this
            server is reached.
          </>
        )}
      </p>
      {url ? <CopiedText label="Address of the webhook" text={url} /> : null}
    </div>
  );
}

function StateBadge({ account: { source, mode } }: { account: PayPalAccount }) {
  if (source === 'demo')
    return (
      <p>
        <Badge tone="warn">Demo</Badge>
      </p>
    );
  if (source === 'none')
    return (
      <p>
        <Badge tone="neutral">Not connected</Badge>
      </p>
    );
  return (
    <p>
      <Badge tone={mode === 'live' ? 'good' : 'warn'}>{mode === 'live' ? 'Live' : 'Sandbox'}</Badge>
    </p>
  );
}
