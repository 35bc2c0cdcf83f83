import { CircleCheck } from 'lucide-react';
import { type Payment, usePay } from '../../api/payments.ts';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { moneyText } from '../../components/money.tsx';
import { Button } from '../../components/ui/button.tsx';
import { Callout } from '../../components/ui/callout.tsx';
import { Spinner } from '../../components/ui/spinner.tsx';

export interface PaymentPanelProps {
  paymentKey: string;
  payment: Payment;
  /** The buyer turned back at PayPal. */
  cancelled: boolean;
  /** The money is being taken just now. */
  taking: boolean;
  problem: Error | null;
}

/** What is to be paid, and what became of it. */
export function PaymentPanel({ paymentKey, payment, cancelled, taking, problem }: PaymentPanelProps) {
  return (
    <div className="grid gap-4">
      <div>
        <h1 className="text-sm text-ink-faint">Prepaid balance for your servers</h1>
        <p className="text-3xl font-semibold tracking-tight">{moneyText(payment.amount, payment.currency)}</p>
      </div>
      {payment.emulated ? <Callout title="This is a demo: no money moves" /> : null}
      <div aria-live="polite" className="grid gap-4 empty:hidden">
        {taking ? <Taking /> : <State payment={payment} cancelled={cancelled} />}
        {problem ? <ErrorNotice error={problem} /> : null}
      </div>
      {!taking && isPayable(payment) ? <PayButton paymentKey={paymentKey} again={cancelled} /> : null}
    </div>
  );
}

function Taking() {
  return (
    <p className="flex items-center gap-2 text-sm text-ink-soft">
      <Spinner className="size-4" /> PayPal is being asked about your payment.
    </p>
  );
}

function State({ payment, cancelled }: { payment: Payment; cancelled: boolean }) {
  if (payment.refunded) return <Callout tone="warn" title="This payment was given back, wholly or in part" />;
  if (payment.status === 'captured') return <Paid />;
  if (payment.waiting) {
    return (
      <Callout title="PayPal has not confirmed it yet">
        You need not do anything, and do not pay again: your balance grows as soon as PayPal confirms. You may
        close this page.
      </Callout>
    );
  }
  switch (payment.status) {
    case 'expired':
      return (
        <Callout tone="warn" title="This payment link is over">
          Ask for a new one.
        </Callout>
      );
    case 'unclear':
      return (
        <Callout tone="warn" title="This payment is being looked into">
          Do not pay it again. You will hear from us.
        </Callout>
      );
    case 'refused':
      return (
        <Callout tone="warn" title="PayPal did not take the payment">
          Nothing was paid. Ask for a new link.
        </Callout>
      );
    default:
      return cancelled ? <Callout title="You turned back at PayPal">Nothing was paid.</Callout> : null;
  }
}

function Paid() {
  return (
    <div className="flex items-start gap-3">
      <CircleCheck aria-hidden="true" className="mt-0.5 size-5 shrink-0 text-good-ink" />
      <div>
        <p className="font-semibold">Paid. Thank you!</p>
        <p className="text-sm text-ink-soft">It is on your balance. You may close this page.</p>
      </div>
    </div>
  );
}

function isPayable({ status, waiting }: Payment): boolean {
  return !waiting && (status === 'created' || status === 'sent');
}

function PayButton({ paymentKey, again }: { paymentKey: string; again: boolean }) {
  const pay = usePay();
  const go = () =>
    pay.mutate(paymentKey, { onSuccess: ({ approveUrl }) => window.location.assign(approveUrl) });
  return (
    <div className="grid gap-3">
      {pay.error ? <ErrorNotice error={pay.error} /> : null}
      <Button
        variant="primary"
        onClick={go}
        busy={pay.isPending || pay.isSuccess}
        className="h-11 w-full text-base"
      >
        {again ? 'Try again with PayPal' : 'Pay with PayPal'}
      </Button>
      <p className="text-xs text-ink-faint">You approve it on PayPal’s own page, and come back here.</p>
    </div>
  );
}
