import { noticeEvents } from '#shared/notices/events.ts';
import type { Delivery } from '../../../api/notices.ts';
import { customerName } from '../../../components/customer-name.ts';
import type { Column } from '../../../components/data-table.tsx';
import { Instant } from '../../../components/instant.tsx';
import { deliveryWords, wayWords } from '../../../components/notice-words.ts';
import { TextLink } from '../../../components/text-link.tsx';
import { Badge } from '../../../components/ui/badge.tsx';
import { paths } from '../../../paths.ts';

export const deliveryColumns: Column<Delivery>[] = [
  { id: 'what', header: 'About', primary: true, cell: (row) => noticeEvents[row.event].title },
  {
    id: 'state',
    header: 'State',
    cell: (row) => <DeliveryBadge delivery={row} />,
  },
  { id: 'way', header: 'Way', cell: (row) => wayWords[row.way].label },
  {
    id: 'to',
    header: 'To',
    className: '[overflow-wrap:anywhere]',
    cell: (row) => row.recipient,
  },
  {
    id: 'customer',
    header: 'Customer',
    cell: ({ customerId, customerName: name }) =>
      customerId === null ? null : (
        <TextLink href={paths.customer(customerId)}>
          {customerName({ customerId, customerName: name })}
        </TextLink>
      ),
  },
  { id: 'when', header: 'Since', cell: (row) => <Instant value={row.createdAt} /> },
  { id: 'attempts', header: 'Attempts', align: 'right', wideOnly: true, cell: (row) => row.attempts },
];

export function DeliveryBadge({ delivery }: { delivery: Pick<Delivery, 'state'> }) {
  const { label, tone } = deliveryWords[delivery.state];
  return <Badge tone={tone}>{label}</Badge>;
}
