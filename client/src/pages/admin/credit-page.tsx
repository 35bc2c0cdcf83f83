import { useQuery } from '@tanstack/react-query';
import { creditSettingsQuery } from '../../api/credit.ts';
import { PageHeader } from '../../components/page-header.tsx';
import { TextLink } from '../../components/text-link.tsx';
import { Callout } from '../../components/ui/callout.tsx';
import { Tabs } from '../../components/ui/tabs.tsx';
import { oneOf } from '../../hooks/one-of.ts';
import { useSearchState } from '../../hooks/use-search-state.ts';
import { paths } from '../../paths.ts';
import { PostingsTable } from './credit/postings-table.tsx';
import { UnlinkedTable } from './credit/unlinked-table.tsx';

const shown = ['postings', 'unlinked'] as const;
const defaults = { show: '', state: '', sort: '' };

/** What was carried to VirtFusion's credit, what is unclear, and whose credit cannot be reached. */
export function CreditPage() {
  const state = useSearchState(defaults);
  return (
    <>
      <PageHeader
        title="VirtFusion credit"
        description="Where VirtFusion’s credit is the wallet, what customers owe is posted there as tokens: each posting is written down before it is sent, and sent once."
      />
      <div className="grid gap-4">
        <ModeNotice />
        <Tabs
          aria-label="Of VirtFusion’s credit"
          value={oneOf(shown, state.values.show) ?? 'postings'}
          onChange={(show) => state.set({ show, state: '' })}
          tabs={[
            { value: 'postings', label: 'Postings', content: <PostingsTable state={state} /> },
            {
              value: 'unlinked',
              label: 'Out of reach',
              content: <UnlinkedTable state={state} />,
            },
          ]}
        />
      </div>
    </>
  );
}

/** Says so where nothing will be posted; and that somebody is waited for. */
function ModeNotice() {
  const { data } = useQuery(creditSettingsQuery);
  if (!data) return null;
  const { unclear } = data.open;
  if (unclear > 0) {
    return (
      <Callout
        tone="bad"
        title={
          unclear === 1
            ? 'One posting waits for you'
            : `${unclear.toLocaleString('en')} postings wait for you`
        }
      >
        Nobody can tell from VirtFusion’s balance whether {unclear === 1 ? 'it' : 'they'} arrived. Nothing
        more is posted for {unclear === 1 ? 'its customer' : 'their customers'} until you decide:{' '}
        <TextLink href={paths.credit({ state: 'unclear' })}>show {unclear === 1 ? 'it' : 'them'}</TextLink>.
      </Callout>
    );
  }
  if (data.settings.mode === 'virtfusion') return null;
  return (
    <Callout title="The ledger here is the wallet">
      Nothing is posted to VirtFusion. <TextLink href={paths.settings()}>Settings</TextLink> say what changes
      when its credit is the wallet.
    </Callout>
  );
}
