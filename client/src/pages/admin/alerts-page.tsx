import { useQuery } from '@tanstack/react-query';
import { BellOff } from 'lucide-react';
import { type Alert, alertsQuery, useAcknowledgeAlert } from '../../api/alerts.ts';
import { AlertSubject } from '../../components/alert-subject.tsx';
import { alertWords } from '../../components/alert-words.ts';
import { Can } from '../../components/can.tsx';
import { type Column, DataTable } from '../../components/data-table.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { Instant } from '../../components/instant.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { Badge } from '../../components/ui/badge.tsx';
import { Button } from '../../components/ui/button.tsx';
import { Tabs } from '../../components/ui/tabs.tsx';
import { useToast } from '../../components/ui/toast.tsx';
import { useSearchState } from '../../hooks/use-search-state.ts';

/** What was found that a person should look at. */
export function AlertsPage() {
  const state = useSearchState({ show: '', sort: '' });
  const tab = state.values.show === 'all' ? 'all' : 'open';
  return (
    <>
      <PageHeader
        title="Alerts"
        description="What was found that somebody should look at. An alert is over when its cause is, or when it was only news and somebody has seen it."
      />
      <Tabs
        aria-label="Which alerts"
        value={tab}
        onChange={(next) => state.set({ show: next === 'all' ? 'all' : '' })}
        tabs={[
          { value: 'open', label: 'Open', content: <AlertsTable open="yes" /> },
          { value: 'all', label: 'All', content: <AlertsTable open="no" /> },
        ]}
      />
    </>
  );
}

const columns: Column<Alert>[] = [
  {
    id: 'what',
    header: 'What',
    primary: true,
    className: 'md:py-3',
    cell: (row) => (
      <span className="grid max-w-xl justify-items-start gap-1 text-left">
        <Badge tone={row.resolvedAt ? 'neutral' : alertWords[row.kind].tone}>
          {alertWords[row.kind].title}
        </Badge>
        <span className="text-sm font-normal text-ink-soft [overflow-wrap:anywhere]">{row.message}</span>
      </span>
    ),
  },
  { id: 'subject', header: 'About', cell: (row) => <AlertSubject subject={row.subject} /> },
  { id: 'since', header: 'Since', cell: (row) => <Instant value={row.openedAt} /> },
  { id: 'last', header: 'Last seen', wideOnly: true, cell: (row) => <Instant value={row.lastSeenAt} /> },
  {
    id: 'state',
    header: 'State',
    cell: (row) => <AlertState alert={row} />,
  },
];

function AlertState({ alert }: { alert: Alert }) {
  return (
    <span className="grid gap-1 max-md:justify-items-end md:justify-items-start">
      {alert.resolvedAt ? (
        <span className="text-ink-soft">
          Over since <Instant value={alert.resolvedAt} />
        </span>
      ) : null}
      {alert.acknowledgedAt ? (
        <span className="text-ink-soft">
          Seen by {alert.acknowledgedBy ?? 'the system'}, <Instant value={alert.acknowledgedAt} />
        </span>
      ) : (
        <Acknowledge alert={alert} />
      )}
    </span>
  );
}

function Acknowledge({ alert }: { alert: Alert }) {
  const acknowledge = useAcknowledgeAlert();
  const toast = useToast();
  const press = () =>
    acknowledge.mutate(alert.id, {
      onSuccess: () => toast({ title: 'Noted that you have seen it' }),
      onError: (error) => toast({ title: 'It could not be noted', description: error.message, tone: 'bad' }),
    });
  return (
    <Can permission="billing.run" otherwise={<span className="text-ink-faint">Not seen yet</span>}>
      <Button size="sm" busy={acknowledge.isPending} onClick={press}>
        Acknowledge
      </Button>
    </Can>
  );
}

function AlertsTable({ open }: { open: 'yes' | 'no' }) {
  const state = useSearchState({ show: '', sort: '' });
  const query = useQuery(alertsQuery({ open, cursor: state.paging.cursor }));
  return (
    <DataTable
      label={open === 'yes' ? 'Open alerts' : 'All alerts'}
      columns={columns}
      query={query}
      rowKey={(row) => row.id}
      // Which list is shown is no filter of it.
      state={{ ...state, changed: false }}
      empty={
        open === 'yes' ? (
          <EmptyState icon={BellOff} title="No alert is open">
            A missed or held run, a silent VirtFusion, servers that could not be billed: they would be here.
          </EmptyState>
        ) : (
          <EmptyState icon={BellOff} title="There never was an alert">
            They stay here when they are over.
          </EmptyState>
        )
      }
    />
  );
}
