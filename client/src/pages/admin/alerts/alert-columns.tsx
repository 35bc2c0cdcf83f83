import type { Alert } from '../../../api/alerts.ts';
import { AlertSubject } from '../../../components/alert-subject.tsx';
import { alertWords } from '../../../components/alert-words.ts';
import type { Column } from '../../../components/data-table.tsx';
import { Instant } from '../../../components/instant.tsx';
import { Badge } from '../../../components/ui/badge.tsx';
import { AlertState } from './alert-state.tsx';

export const alertColumns: Column<Alert>[] = [
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
  {
    id: 'subject',
    header: 'About',
    cell: (row) => <AlertSubject subject={row.subject} facts={row.facts} />,
  },
  { id: 'since', header: 'Since', cell: (row) => <Instant value={row.openedAt} /> },
  { id: 'last', header: 'Last seen', wideOnly: true, cell: (row) => <Instant value={row.lastSeenAt} /> },
  {
    id: 'state',
    header: 'State',
    className: 'md:min-w-60',
    cell: (row) => <AlertState alert={row} />,
  },
];
