import { useQuery } from '@tanstack/react-query';
import { useParams } from 'wouter';
import { replayQuery } from '../../api/replays.ts';
import { changeText, scopeText } from '../../components/change-words.ts';
import { Loaded } from '../../components/loaded.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { paths } from '../../paths.ts';
import { ReplayBadge } from './replays/replay-badge.tsx';
import { ReplayDecision } from './replays/replay-decision.tsx';
import { ReplayServersTable } from './replays/replay-servers-table.tsx';
import { ReplaySummary } from './replays/replay-summary.tsx';

const back = { href: paths.replays(), label: 'Replays' };

/** One replay: what it puts right, what that changes for whom, and the decision. */
export function ReplayPage() {
  const { id = '' } = useParams<{ id: string }>();
  const query = useQuery(replayQuery(id));
  return (
    <Loaded title={`Replay ${id}`} back={back} query={query}>
      {(replay) => (
        <>
          <PageHeader
            title={`Replay ${replay.id}`}
            description={`${changeText(replay.change)}, ${scopeText(replay.scope)}: ${replay.reason}`}
            badge={<ReplayBadge status={replay.status} />}
            back={back}
          />
          <div className="mb-6 grid gap-4">
            <ReplayDecision replay={replay} />
            <ReplaySummary replay={replay} />
          </div>
          <h2 className="mb-3 text-base font-semibold">Server by server</h2>
          <ReplayServersTable replay={replay} />
        </>
      )}
    </Loaded>
  );
}
