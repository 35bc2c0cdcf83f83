import { useQuery } from '@tanstack/react-query';
import { divideDown } from '#shared/billing/rounding.ts';
import { accountServersQuery } from '../../api/account.ts';
import { type Budget, budgetQuery, useRemoveBudget } from '../../api/budgets.ts';
import { useInstallation } from '../../api/installation.ts';
import { ConfirmButton } from '../../components/confirm-button.tsx';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { Money, moneyText } from '../../components/money.tsx';
import { Card, CardBody, CardHeader } from '../../components/ui/card.tsx';
import { Progress } from '../../components/ui/progress.tsx';
import { Skeleton } from '../../components/ui/skeleton.tsx';
import { BudgetForm } from './budget-form.tsx';
import { StoppedNotice } from './stopped-notice.tsx';

/** Their spend limit: what is spent of it, when they are told, and what is stopped when it is reached. */
export function BudgetPanel() {
  const budget = useQuery(budgetQuery);
  // More servers than anybody orders by hand are not shown; those keep running.
  const servers = useQuery(accountServersQuery({ limit: 200 }));
  const failed = [budget, servers].find((query) => query.error && !query.data);
  if (failed?.error)
    return <ErrorNotice error={failed.error} retry={() => failed.refetch()} retrying={failed.isFetching} />;
  if (!budget.data || !servers.data) return <Skeleton className="h-64" />;
  const present = servers.data.rows.filter((server) => server.present);
  return (
    <div className="grid gap-4">
      <StoppedNotice stops={budget.data.stops} />
      <Card>
        <CardHeader
          title="Spend limit"
          description="For a calendar month in UTC. You are told by a notice, and if you want it, servers are switched off when it is reached. Nothing is ever deleted."
          actions={budget.data.budget ? <RemoveBudget /> : null}
        />
        <CardBody className="grid gap-5">
          <Spent budget={budget.data} />
          <BudgetForm budget={budget.data} servers={present} />
        </CardBody>
      </Card>
    </div>
  );
}

function Spent({ budget: { budget, spent, passed } }: { budget: Budget }) {
  const { currency } = useInstallation();
  if (!budget) {
    return (
      <p className="text-sm text-ink-soft">
        This month has cost <Money amount={spent} className="font-medium" /> so far. No limit is set.
      </p>
    );
  }
  const percent = Number(divideDown(spent * 100n, budget.monthly));
  const told = passed.map(({ level }) => `${level} %`).join(', ');
  return (
    <div className="grid gap-1">
      <Progress
        label="Spent this month"
        value={Math.max(0, Math.min(100, percent))}
        text={`${moneyText(spent, currency)} of ${moneyText(budget.monthly, currency)} (${percent} %)`}
        tone={percent >= 100 ? 'bad' : percent >= 80 ? 'warn' : 'accent'}
      />
      {told ? <p className="text-xs text-ink-faint">Passed this month: {told}</p> : null}
    </div>
  );
}

function RemoveBudget() {
  const remove = useRemoveBudget();
  return (
    <ConfirmButton
      size="sm"
      title="Have no limit any more?"
      description="You are told nothing, and nothing is stopped. Servers that the limit stopped this month are started again."
      confirmLabel="Remove the limit"
      onConfirm={() => remove.mutateAsync()}
    >
      Remove
    </ConfirmButton>
  );
}
