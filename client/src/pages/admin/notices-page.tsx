import { PageHeader } from '../../components/page-header.tsx';
import { Tabs } from '../../components/ui/tabs.tsx';
import { oneOf } from '../../hooks/one-of.ts';
import { useSearchState } from '../../hooks/use-search-state.ts';
import { ChannelsPanel } from './notices/channels-panel.tsx';
import { DeliveriesTable } from './notices/deliveries-table.tsx';
import { deliveryDefaults } from './notices/delivery-defaults.ts';
import { RoutesTable } from './notices/routes-table.tsx';

const parts = ['log', 'routes', 'channels'] as const;

/** What people are told: what was sent, who is told of what, and by which channels. */
export function NoticesPage() {
  const state = useSearchState(deliveryDefaults);
  const part = oneOf(parts, state.values.show) ?? 'log';
  return (
    <>
      <PageHeader
        title="Notices"
        description="What customers and admins are told, by mail, in Discord and as webhooks to other systems."
      />
      <Tabs
        aria-label="Parts of notices"
        value={part}
        onChange={(next) => state.set({ ...deliveryDefaults, show: next === 'log' ? '' : next })}
        tabs={[
          { value: 'log', label: 'Delivery log', content: <DeliveriesTable /> },
          { value: 'routes', label: 'Who is told', content: <RoutesTable /> },
          { value: 'channels', label: 'Channels', content: <ChannelsPanel /> },
        ]}
      />
    </>
  );
}
