import { useQuery } from '@tanstack/react-query';
import { useParams } from 'wouter';
import { type Customer, customerQuery } from '../../api/customers.ts';
import { Can } from '../../components/can.tsx';
import { Loaded } from '../../components/loaded.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { Tabs } from '../../components/ui/tabs.tsx';
import { oneOf } from '../../hooks/one-of.ts';
import { useSearchState } from '../../hooks/use-search-state.ts';
import { paths } from '../../paths.ts';
import { CreditWalletCard } from './customers/credit-wallet-card.tsx';
import { CustomerLinkDialog } from './customers/customer-link-dialog.tsx';
import { CustomerServers } from './customers/customer-servers.tsx';
import { CustomerStatements } from './customers/customer-statements.tsx';
import { CustomerTopUps } from './customers/customer-top-ups.tsx';
import { CustomerTransactions } from './customers/customer-transactions.tsx';
import { DunningCard } from './customers/dunning-card.tsx';
import { WalletCard } from './customers/wallet-card.tsx';

const back = { href: paths.customers(), label: 'Customers' };

/** One customer: the wallet, the servers it pays for, and what moved it. */
export function CustomerPage() {
  const { id = '' } = useParams<{ id: string }>();
  const query = useQuery(customerQuery(id));
  return (
    <Loaded title={`Customer ${id}`} back={back} query={query}>
      {(customer) => (
        <>
          <PageHeader
            title={customer.name ?? `Customer ${customer.id}`}
            description={describe(customer)}
            back={back}
            actions={
              <Can permission="links.write">
                <CustomerLinkDialog customer={customer} />
              </Can>
            }
          />
          <div className="grid gap-6">
            <CustomerWallet customer={customer} />
            <DunningCard customerId={customer.id} />
            <CustomerLists customer={customer} />
          </div>
        </>
      )}
    </Loaded>
  );
}

function CustomerWallet({ customer }: { customer: Customer }) {
  const { credit } = customer;
  return credit ? (
    <CreditWalletCard customer={{ ...customer, credit }} />
  ) : (
    <WalletCard customer={customer} />
  );
}

function describe({ id, externalId, email }: Customer): string {
  const known = [email, `VirtFusion user ${id}`, externalId === null ? null : `our customer ${externalId}`];
  return known.filter(Boolean).join(' · ');
}

const shown = ['servers', 'transactions', 'top-ups', 'statements'] as const;
const defaults = { show: '', sort: '' };

function CustomerLists({ customer }: { customer: Customer }) {
  const state = useSearchState(defaults);
  const tab = oneOf(shown, state.values.show) ?? 'servers';
  // Which list is shown is no filter of it.
  const list = { ...state, changed: false };
  return (
    <Tabs
      aria-label="Of this customer"
      value={tab}
      onChange={(show) => state.set({ show })}
      tabs={[
        {
          value: 'servers',
          label: `Servers (${customer.servers.toLocaleString('en')})`,
          content: <CustomerServers customerId={customer.id} state={list} />,
        },
        {
          value: 'transactions',
          label: 'Transactions',
          content: <CustomerTransactions customerId={customer.id} state={list} />,
        },
        {
          value: 'top-ups',
          label: 'Top-ups',
          content: <CustomerTopUps customerId={customer.id} state={list} />,
        },
        {
          value: 'statements',
          label: 'Statements',
          content: <CustomerStatements customerId={customer.id} />,
        },
      ]}
    />
  );
}
