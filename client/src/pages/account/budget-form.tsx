import { useWatch } from 'react-hook-form';
import { budgetLevels, budgets } from '#shared/api/budgets.ts';
import { formatMoney } from '#shared/billing/money.ts';
import type { AccountServer } from '../../api/account.ts';
import { type Budget, useSaveBudget } from '../../api/budgets.ts';
import { Callout } from '../../components/ui/callout.tsx';
import { useToast } from '../../components/ui/toast.tsx';
import { ChecksField } from '../../forms/checks-field.tsx';
import { Form } from '../../forms/form.tsx';
import { MoneyField } from '../../forms/money-field.tsx';
import { OrderField } from '../../forms/order-field.tsx';
import { SwitchField } from '../../forms/switch-field.tsx';
import { useServerForm } from '../../forms/use-server-form.ts';

const schema = budgets.save.input.omit({ version: true });

interface Values {
  monthly: string;
  alertPercents: number[];
  hardLimit: boolean;
  stopOrder: number[];
}

/** Sets the limit, when to be told, and what is stopped first. */
export function BudgetForm({ budget, servers }: { budget: Budget; servers: readonly AccountServer[] }) {
  const save = useSaveBudget();
  const toast = useToast();
  const form = useServerForm<Values>({
    schema,
    saved: valuesOf(budget, servers),
    save: async (values) => {
      const kept = await save.mutateAsync({ ...values, version: budget.version });
      toast({ title: 'Spend limit saved' });
      return valuesOf(kept, servers);
    },
  });
  const hardLimit = useWatch({ control: form.form.control, name: 'hardLimit' });
  return (
    <Form form={form} submitLabel={budget.budget ? 'Save the limit' : 'Set the limit'}>
      <MoneyField name="monthly" label="A month may cost" className="max-w-64" />
      <ChecksField
        name="alertPercents"
        label="Tell me when this much is spent"
        choices={budgetLevels.map((level) => ({ value: level, label: `${level} %` }))}
      />
      <SwitchField
        name="hardLimit"
        label="Switch servers off at 100 %"
        hint="By pulling the plug: what a server has not written to its disk by then is lost."
      />
      {hardLimit ? (
        <>
          <StillCosts percent={budget.stoppedPercent} />
          <OrderField
            name="stopOrder"
            label="Switch off in this order"
            hint="Servers that are not ticked keep running, and go on costing. So do servers you make later, until you tick them."
            items={servers.map((server) => ({ value: server.id, label: server.name }))}
          />
        </>
      ) : null}
    </Form>
  );
}

/** Switching off saves only what a stopped server costs less. */
function StillCosts({ percent }: { percent: number }) {
  if (percent === 0) return null;
  return (
    <Callout tone="warn" title="A server that is off still costs something">
      {percent >= 100
        ? 'Here it costs as much as one that runs: the limit will be passed all the same.'
        : `Here it is ${percent} % of its price, unless the price says otherwise: the limit may be passed all the same, more slowly.`}
    </Callout>
  );
}

/** Nothing is ticked by itself where a limit is set already: what was made since keeps running. */
function valuesOf({ budget }: Budget, servers: readonly AccountServer[]): Values {
  if (!budget) {
    const stopOrder = servers.map((server) => server.id);
    return { monthly: '', alertPercents: [80, 100], hardLimit: false, stopOrder };
  }
  const present = new Set(servers.map((server) => server.id));
  return {
    monthly: formatMoney(budget.monthly),
    alertPercents: budget.alertPercents,
    hardLimit: budget.hardLimit,
    stopOrder: budget.stopOrder.filter((id) => present.has(id)),
  };
}
