import { useQuery } from '@tanstack/react-query';
import { useParams } from 'wouter';
import { type Transaction, transactionQuery } from '../../api/transactions.ts';
import { useCan } from '../../components/can.tsx';
import { customerName } from '../../components/customer-name.ts';
import { DefinitionList } from '../../components/definition-list.tsx';
import { Instant } from '../../components/instant.tsx';
import { Loaded } from '../../components/loaded.tsx';
import { Money } from '../../components/money.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { TextLink } from '../../components/text-link.tsx';
import { kindWords } from '../../components/transaction-columns.tsx';
import { Badge } from '../../components/ui/badge.tsx';
import { Callout } from '../../components/ui/callout.tsx';
import { Card, CardBody } from '../../components/ui/card.tsx';
import { paths } from '../../paths.ts';
import { ReverseDialog } from './transactions/reverse-dialog.tsx';

const back = { href: paths.transactions(), label: 'Transactions' };

/** One movement of the ledger, what it took back or was taken back by, and the way to reverse it. */
export function TransactionPage() {
  const { id = '' } = useParams<{ id: string }>();
  const query = useQuery(transactionQuery(id));
  const may = useCan('wallets.adjust');
  return (
    <Loaded title={`Transaction ${id}`} back={back} query={query}>
      {(transaction) => (
        <>
          <PageHeader
            title={`Transaction ${transaction.id}`}
            badge={<Badge tone="neutral">{kindWords[transaction.kind]}</Badge>}
            back={back}
            actions={
              may && transaction.kind !== 'reversal' && transaction.reversedById === null ? (
                <ReverseDialog transaction={transaction} />
              ) : undefined
            }
          />
          <div className="grid gap-4">
            <Links transaction={transaction} />
            <Card>
              <CardBody className="py-2">
                <Facts transaction={transaction} />
              </CardBody>
            </Card>
          </div>
        </>
      )}
    </Loaded>
  );
}

function Links({ transaction: { reversedById, reversesId } }: { transaction: Transaction }) {
  if (reversedById !== null) {
    return (
      <Callout tone="warn" title="It was taken back">
        By <TextLink href={paths.transaction(reversedById)}>transaction {reversedById}</TextLink>, the same
        amount the other way.
      </Callout>
    );
  }
  if (reversesId === null) return null;
  return (
    <Callout title="It takes another one back">
      <TextLink href={paths.transaction(reversesId)}>Transaction {reversesId}</TextLink>, which stays in the
      ledger.
    </Callout>
  );
}

function Facts({ transaction }: { transaction: Transaction }) {
  const { customerId, customerName: name, runId, replayId, topUpId } = transaction;
  return (
    <DefinitionList
      items={[
        { term: 'When', detail: <Instant value={transaction.createdAt} show="exact" /> },
        customerId !== null && {
          term: 'Customer',
          detail: (
            <TextLink href={paths.customer(customerId)}>
              {customerName({ customerId, customerName: name })}
            </TextLink>
          ),
        },
        { term: 'Reason', detail: transaction.reason },
        {
          term: 'Moved',
          detail: <Money amount={transaction.walletChange} signed className="text-ink" />,
        },
        { term: 'Balance after', detail: <Money amount={transaction.walletBalance} /> },
        { term: 'From', detail: <code>{transaction.from}</code> },
        { term: 'To', detail: <code>{transaction.to}</code> },
        runId !== null && { term: 'Run', detail: <TextLink href={paths.run(runId)}>Run {runId}</TextLink> },
        replayId !== null && {
          term: 'Replay',
          detail: <TextLink href={paths.replay(replayId)}>Replay {replayId}</TextLink>,
        },
        topUpId !== null && {
          term: 'Top-up',
          detail: <TextLink href={paths.topUp(topUpId)}>Top-up {topUpId}</TextLink>,
        },
        { term: 'Caused by', detail: transaction.cause },
      ]}
    />
  );
}
