import { useQuery } from '@tanstack/react-query';
import { Download, Printer } from 'lucide-react';
import { Link, useParams } from 'wouter';
import { isBilledToItsEnd } from '#shared/billing/billed-to-its-end.ts';
import { type Statement, statementFiles, statementQuery } from '../../api/statements.ts';
import { Loaded } from '../../components/loaded.tsx';
import { monthBeside, monthName } from '../../components/month-name.ts';
import { PageHeader } from '../../components/page-header.tsx';
import { Button, buttonStyle } from '../../components/ui/button.tsx';
import { Callout } from '../../components/ui/callout.tsx';
import { useNow } from '../../hooks/use-now.ts';
import { paths } from '../../paths.ts';
import { StatementLines } from './statement/statement-lines.tsx';
import { StatementMovements } from './statement/statement-movements.tsx';
import { StatementSummary } from './statement/statement-summary.tsx';

/** What a customer had, paid in and was charged in a month; it adds up, to the micro. */
export function StatementPage() {
  const { id = '', month = '' } = useParams<{ id: string; month: string }>();
  const query = useQuery(statementQuery(id, month));
  const back = { href: paths.customer(id), label: `Customer ${id}` };
  return (
    <Loaded title={`Statement of ${monthName(month)}`} back={back} query={query}>
      {(statement) => <StatementParts statement={statement} />}
    </Loaded>
  );
}

function StatementParts({ statement }: { statement: Statement }) {
  const { customer, month, until, billedUntil } = statement;
  const name = customer.name ?? `Customer ${customer.id}`;
  return (
    <>
      <PageHeader
        title={`Statement of ${monthName(month)}`}
        description={`${name}. An hour belongs to the month it lies in, whenever it was billed; months are UTC.`}
        back={{ href: paths.customer(customer.id), label: name }}
        actions={<Actions statement={statement} />}
      />
      {!isBilledToItsEnd({ billedUntil, until }) ? (
        <div className="mb-4">
          <Callout tone="info">
            This month is not billed to its end yet: what is billed of it so far is on this statement.
          </Callout>
        </div>
      ) : null}
      <div className="grid gap-6">
        <StatementSummary statement={statement} />
        <StatementMovements movements={statement.movements} />
        <StatementLines statement={statement} />
      </div>
    </>
  );
}

function Actions({ statement: { customer, month, until } }: { statement: Statement }) {
  const isLast = until > useNow();
  return (
    <div className="flex flex-wrap items-center gap-2 print:hidden">
      <Link
        href={paths.statement(customer.id, monthBeside(month, -1))}
        className={buttonStyle({ variant: 'quiet' })}
      >
        Month before
      </Link>
      {isLast ? null : (
        <Link
          href={paths.statement(customer.id, monthBeside(month, 1))}
          className={buttonStyle({ variant: 'quiet' })}
        >
          Month after
        </Link>
      )}
      <Button onClick={() => window.print()}>
        <Printer aria-hidden="true" />
        Print
      </Button>
      <a href={statementFiles.csv(customer.id, month)} download className={buttonStyle()}>
        <Download aria-hidden="true" />
        CSV
      </a>
      <a href={statementFiles.pdf(customer.id, month)} download className={buttonStyle()}>
        <Download aria-hidden="true" />
        PDF
      </a>
    </div>
  );
}
