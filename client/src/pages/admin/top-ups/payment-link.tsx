import { CopiedText } from '../../../components/copied-text.tsx';
import { paths } from '../../../paths.ts';

/** The link at which a top-up is paid, to be sent to its customer. */
export function PaymentLink({ topUpKey }: { topUpKey: string }) {
  return <CopiedText label="Payment link" text={`${location.origin}${paths.pay(topUpKey)}`} />;
}
