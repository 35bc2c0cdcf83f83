import { Link } from 'wouter';
import { Can } from '../../components/can.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { buttonStyle } from '../../components/ui/button.tsx';
import { paths } from '../../paths.ts';
import { ReplaysTable } from './replays/replays-table.tsx';

/** What was put right after it was charged. */
export function ReplaysPage() {
  return (
    <>
      <PageHeader
        title="Replays"
        description="Charged hours worked out anew with one thing put right. Only the differences are posted; what was charged stays."
        actions={
          <Can permission="corrections.write">
            <Link href={paths.newReplay()} className={buttonStyle({ variant: 'primary' })}>
              New replay
            </Link>
          </Can>
        }
      />
      <ReplaysTable />
    </>
  );
}
