import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useParams, useSearchParams } from 'wouter';
import { ApiError } from '../api/call.ts';
import { customerLinkToken } from '../api/customer-link.ts';
import { paymentQuery, useCompletePayment } from '../api/payments.ts';
import { EmptyState } from '../components/empty-state.tsx';
import { ErrorNotice } from '../components/error-notice.tsx';
import { TextLink } from '../components/text-link.tsx';
import { Card } from '../components/ui/card.tsx';
import { Skeleton } from '../components/ui/skeleton.tsx';
import { useDocumentTitle } from '../hooks/use-document-title.ts';
import { paths } from '../paths.ts';
import { PaymentPanel } from './pay/payment-panel.tsx';

/** Where a payment link leads, and where PayPal sends the buyer back to. Nobody signs in here. */
export function PayPage() {
  useDocumentTitle('Payment');
  const { key = '' } = useParams<{ key: string }>();
  return (
    <main className="grid min-h-dvh place-items-center px-4 py-10">
      <Card className="w-full max-w-sm px-6 py-6">
        <PaymentOf paymentKey={key} />
        <BackToAccount />
      </Card>
    </main>
  );
}

/** For who came here from their own page; a payment link alone leads nowhere else. */
function BackToAccount() {
  if (customerLinkToken() === null) return null;
  return (
    <p className="mt-4 text-center text-sm">
      <TextLink href={paths.account()}>Back to your account</TextLink>
    </p>
  );
}

function PaymentOf({ paymentKey }: { paymentKey: string }) {
  const [search] = useSearchParams();
  const back = search.get('back');
  const query = useQuery(paymentQuery(paymentKey));
  const complete = useCompletePayment();
  const { mutate } = complete;
  useEffect(() => {
    if (back === 'approved') mutate(paymentKey);
  }, [back, paymentKey, mutate]);
  const { data, error } = query;
  if (data) {
    return (
      <PaymentPanel
        paymentKey={paymentKey}
        payment={data}
        cancelled={back === 'cancelled'}
        taking={complete.isPending || (back === 'approved' && complete.isIdle)}
        problem={complete.error}
      />
    );
  }
  if (error instanceof ApiError && ['not_found', 'invalid_input'].includes(error.code)) return <NoPayment />;
  if (error) return <ErrorNotice error={error} retry={() => query.refetch()} retrying={query.isFetching} />;
  return (
    <div aria-busy="true" className="grid gap-3">
      <p className="sr-only">Loading the payment</p>
      <Skeleton className="w-32" />
      <Skeleton className="h-10" />
    </div>
  );
}

function NoPayment() {
  return (
    <EmptyState title="There is no such payment">
      The link may be cut short: open it as it was sent to you, or ask for a new one.
    </EmptyState>
  );
}
