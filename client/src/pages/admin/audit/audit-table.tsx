import { useQuery } from '@tanstack/react-query';
import { Download, ScrollText } from 'lucide-react';
import { type AuditEntry, auditFile, auditQuery } from '../../../api/audit.ts';
import { type Column, DataTable } from '../../../components/data-table.tsx';
import { EmptyState } from '../../../components/empty-state.tsx';
import { ChoiceFilter, DayFilter, FilterBar, TextFilter } from '../../../components/filter-bar.tsx';
import { Instant } from '../../../components/instant.tsx';
import { buttonStyle } from '../../../components/ui/button.tsx';
import { dayIn } from '../../../hooks/one-of.ts';
import { useSearchState } from '../../../hooks/use-search-state.ts';
import { actionChoices, actionText } from './action-words.ts';
import { ChangeList } from './change-list.tsx';
import { SubjectLink } from './subject-link.tsx';

const defaults = { action: '', actor: '', subject: '', from: '', until: '', sort: '' };

const columns: Column<AuditEntry>[] = [
  { id: 'what', header: 'What', primary: true, cell: (row) => actionText(row.action) },
  {
    id: 'who',
    header: 'Who',
    cell: (row) => (
      <>
        {row.actorName}
        {row.address ? <span className="block text-xs text-ink-faint">{row.address}</span> : null}
      </>
    ),
  },
  { id: 'when', header: 'When', cell: (row) => <Instant value={row.at} show="exact" /> },
  { id: 'subject', header: 'To what', cell: (row) => <SubjectLink subject={row.subject} /> },
  {
    id: 'changes',
    header: 'Before → after',
    className: 'md:py-2.5',
    cell: (row) => <ChangeList before={row.before} after={row.after} />,
  },
];

/** What was changed, newest first. */
export function AuditTable() {
  const state = useSearchState(defaults);
  const { values, set, paging } = state;
  const narrowing = {
    action: values.action || undefined,
    actor: values.actor.trim() || undefined,
    subject: values.subject.trim() || undefined,
    from: dayIn(values.from),
    until: dayIn(values.until, 1),
  };
  const query = useQuery(auditQuery({ ...narrowing, cursor: paging.cursor }));
  return (
    <>
      <FilterBar state={state}>
        <ChoiceFilter
          label="What"
          value={values.action}
          onChange={(action) => set({ action })}
          choices={actionChoices}
        />
        <TextFilter
          label="To what, such as server:7"
          value={values.subject}
          onChange={(subject) => set({ subject })}
        />
        <TextFilter
          label="By whom, such as admin:3"
          value={values.actor}
          onChange={(actor) => set({ actor })}
        />
        <DayFilter label="From day" value={values.from} onChange={(from) => set({ from })} />
        <DayFilter label="To day" value={values.until} onChange={(until) => set({ until })} />
        <a href={auditFile(narrowing)} download className={buttonStyle()}>
          <Download aria-hidden="true" />
          CSV
        </a>
      </FilterBar>
      <DataTable
        label="Audit entries"
        columns={columns}
        query={query}
        rowKey={(row) => row.id}
        state={state}
        empty={
          <EmptyState icon={ScrollText} title="Nothing was changed yet">
            Every change a person makes is written here, in the same moment.
          </EmptyState>
        }
      />
    </>
  );
}
