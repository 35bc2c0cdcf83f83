import type { TopUpDetail } from '../../../api/top-ups.ts';
import { Can } from '../../../components/can.tsx';
import { Instant } from '../../../components/instant.tsx';
import { TextLink } from '../../../components/text-link.tsx';
import { Callout } from '../../../components/ui/callout.tsx';
import { paths } from '../../../paths.ts';
import { SettleDialog } from './settle-dialog.tsx';

/** What is the matter with a top-up, the evidence, and what to do about it. */
export function UnclearNotice({ topUp }: { topUp: TopUpDetail }) {
  const { status, problem, captured, settled } = topUp;
  if (settled) {
    return (
      <Callout tone="good" title={`Settled by ${settled.by}`}>
        <Instant value={settled.at} show="exact" />: {settled.reason}
      </Callout>
    );
  }
  if (problem === null) return null;
  if (status !== 'unclear') return <Callout tone="warn" title={problem} />;
  return (
    <Callout
      tone="bad"
      title="It was not credited"
      actions={
        <Can permission="wallets.adjust">
          <SettleDialog topUp={topUp} />
        </Can>
      }
    >
      <p>
        {problem}
        {captured === null ? null : ` PayPal captured ${captured}.`} Compare it with PayPal. If it was paid,{' '}
        <TextLink href={paths.customer(topUp.customerId)}>adjust the wallet</TextLink> by what it is worth,
        then note here how it was settled.
      </p>
    </Callout>
  );
}
