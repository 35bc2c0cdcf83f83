import { PageHeader } from '../../components/page-header.tsx';
import { TextLink } from '../../components/text-link.tsx';
import { paths } from '../../paths.ts';
import { DunningTable } from './dunning/dunning-table.tsx';
import { WaitingNotice } from './dunning/waiting-notice.tsx';

/** Who runs low, who owes, who is suspended, and what comes next for them. */
export function DunningPage() {
  return (
    <>
      <PageHeader
        title="Dunning"
        description={
          <>
            Who runs low, owes, or is suspended, and what comes next by the{' '}
            <TextLink href={paths.settings()}>policy in the settings</TextLink>.
          </>
        }
      />
      <WaitingNotice />
      <DunningTable />
    </>
  );
}
