import { useQuery } from '@tanstack/react-query';
import { useParams } from 'wouter';
import { type CreditPosting, creditPostingQuery } from '../../api/credit.ts';
import { useCan } from '../../components/can.tsx';
import { customerName } from '../../components/customer-name.ts';
import { DefinitionList } from '../../components/definition-list.tsx';
import { Instant } from '../../components/instant.tsx';
import { Loaded } from '../../components/loaded.tsx';
import { Money } from '../../components/money.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { TextLink } from '../../components/text-link.tsx';
import { Tokens } from '../../components/tokens.tsx';
import { Card, CardBody, CardHeader } from '../../components/ui/card.tsx';
import { paths } from '../../paths.ts';
import { DecidePostingDialog } from './credit/decide-posting-dialog.tsx';
import { PostingBadge } from './credit/posting-badge.tsx';
import { PostingEvidence } from './credit/posting-evidence.tsx';

const back = { href: paths.credit(), label: 'VirtFusion credit' };

/** One posting to VirtFusion's credit: what was sent, how it came about, and, where its reply was lost, the evidence. */
export function CreditPostingPage() {
  const { id = '' } = useParams<{ id: string }>();
  const query = useQuery(creditPostingQuery(id));
  const may = useCan('wallets.adjust');
  return (
    <Loaded title={`Posting ${id}`} back={back} query={query}>
      {(posting) => (
        <>
          <PageHeader
            title={`Posting ${posting.id}`}
            badge={<PostingBadge {...posting} />}
            back={back}
            actions={
              may && posting.state === 'unclear' ? (
                <>
                  <DecidePostingDialog posting={posting} decision="not_arrived" />
                  <DecidePostingDialog posting={posting} decision="arrived" />
                </>
              ) : undefined
            }
          />
          <div className="grid gap-4">
            <PostingEvidence posting={posting} mayDecide={may} />
            <Card>
              <CardHeader title="What was posted" />
              <CardBody className="pt-1 pb-2">
                <Sent posting={posting} />
              </CardBody>
            </Card>
            <Card>
              <CardHeader
                title="How it came about"
                description="Micros are millionths of the currency unit. What makes no whole smallest unit of tokens is left for the next posting."
              />
              <CardBody className="pt-1 pb-2">
                <Arithmetic posting={posting} />
              </CardBody>
            </Card>
          </div>
        </>
      )}
    </Loaded>
  );
}

function Sent({ posting }: { posting: CreditPosting }) {
  const { customerId, transactionId, creditId, sentAt, closedAt, lastError, decidedBy } = posting;
  return (
    <DefinitionList
      items={[
        {
          term: 'Customer',
          detail: (
            <>
              <TextLink href={paths.customer(customerId)}>{customerName(posting)}</TextLink>, external
              relation id {posting.externalId}
            </>
          ),
        },
        { term: 'Tokens', detail: <Tokens amount={posting.tokens} signed className="font-semibold" /> },
        { term: 'reference_1', detail: <code>{posting.id}</code> },
        { term: 'reference_2', detail: posting.reference2 },
        { term: 'Decided', detail: <Instant value={posting.createdAt} show="exact" /> },
        sentAt !== null && { term: 'Sent', detail: <Instant value={sentAt} show="exact" /> },
        closedAt !== null && { term: 'Settled', detail: <Instant value={closedAt} show="exact" /> },
        creditId !== null && { term: 'Entry in VirtFusion', detail: <code>{creditId}</code> },
        transactionId !== null && {
          term: 'In the ledger',
          detail: <TextLink href={paths.transaction(transactionId)}>Transaction {transactionId}</TextLink>,
        },
        decidedBy !== null && { term: 'Decided by', detail: `${decidedBy}: ${posting.decisionReason}` },
        lastError !== null && { term: 'Last said', detail: lastError },
        { term: 'Tries', detail: posting.attempts.toLocaleString('en') },
      ]}
    />
  );
}

function Arithmetic({ posting }: { posting: CreditPosting }) {
  return (
    <DefinitionList
      items={[
        {
          term: posting.amount < 0n ? 'The wallet held' : 'The wallet was short of',
          detail: <Money amount={posting.amount < 0n ? -posting.owed : posting.owed} className="text-ink" />,
        },
        { term: 'Left by the one before', detail: `${posting.remainderBefore} micros` },
        {
          term: 'Value of a token',
          detail: `${posting.tokenValue} ${posting.currency}, tokens with ${posting.tokenDecimals} decimals`,
        },
        { term: 'Left for the next', detail: `${posting.remainderAfter} micros` },
        {
          term: posting.amount < 0n ? 'The wallet gives' : 'The wallet gets',
          detail: (
            <Money amount={posting.amount < 0n ? -posting.amount : posting.amount} className="text-ink" />
          ),
        },
      ]}
    />
  );
}
