import type { Replay } from '#shared/api/replays.ts';
import { formatMoney } from '#shared/billing/money.ts';
import { usePostReplay } from '../../../api/replays.ts';
import { useCan } from '../../../components/can.tsx';
import { ConfirmButton } from '../../../components/confirm-button.tsx';
import { Callout } from '../../../components/ui/callout.tsx';
import { Card, CardBody } from '../../../components/ui/card.tsx';
import { Progress } from '../../../components/ui/progress.tsx';
import { useToast } from '../../../components/ui/toast.tsx';
import { DecideReplayDialog } from './decide-replay-dialog.tsx';

const count = (value: number) => value.toLocaleString('en');

/** What a replay waits for, or how far it has come. */
export function ReplayDecision({ replay }: { replay: Replay }) {
  switch (replay.status) {
    case 'computing':
      return <AtWork label="Working out" done={replay.progress.looked} of={replay.progress.of} />;
    case 'posting':
      return <AtWork label="Posting" done={replay.postedServers} of={replay.servers} />;
    case 'proposed':
      return replay.servers === 0 ? <NothingDiffers replay={replay} /> : <Proposal replay={replay} />;
    default:
      return <Problems replay={replay} />;
  }
}

function AtWork({ label, done, of }: { label: string; done: number; of: number }) {
  return (
    <Card>
      <CardBody>
        <Progress
          label={label}
          value={done}
          max={Math.max(of, 1)}
          text={`${count(done)} of ${count(of)} servers`}
        />
      </CardBody>
    </Card>
  );
}

function NothingDiffers({ replay }: { replay: Replay }) {
  const may = useCan('corrections.write');
  return (
    <>
      <Problems replay={replay} />
      <Callout
        tone="good"
        title="Nothing differs: there is nothing to post"
        actions={may ? <DecideReplayDialog replay={replay} decision="cancel" /> : undefined}
      >
        Every hour costs what it would with this put right.
      </Callout>
    </>
  );
}

function Proposal({ replay }: { replay: Replay }) {
  const may = useCan('corrections.write');
  const { needsApproval, approvalRefusal } = replay.mine;
  return (
    <>
      <Problems replay={replay} />
      <Callout
        tone={needsApproval ? 'warn' : 'info'}
        title={needsApproval ? 'It moves so much that it wants a second person' : 'Nothing is posted yet'}
        actions={
          may ? (
            <>
              {needsApproval ? (
                approvalRefusal === null ? (
                  <DecideReplayDialog replay={replay} decision="approve" />
                ) : null
              ) : (
                <PostButton replay={replay} />
              )}
              <DecideReplayDialog replay={replay} decision="cancel" />
            </>
          ) : undefined
        }
      >
        {needsApproval
          ? (approvalRefusal ?? 'Look at the differences below. Approving it posts them.')
          : 'Look at the differences below. Only they are posted, as corrections that point to the hours they are of.'}
      </Callout>
    </>
  );
}

function PostButton({ replay }: { replay: Replay }) {
  const post = usePostReplay();
  const toast = useToast();
  return (
    <ConfirmButton
      variant="primary"
      title={`Post replay ${replay.id}?`}
      description={`${replay.customers === 1 ? 'One wallet moves' : `${count(replay.customers)} wallets move`}: ${formatMoney(-replay.down)} is given back and ${formatMoney(replay.up)} charged. What was charged stays, with its corrections beside it.`}
      confirmLabel="Post the differences"
      onConfirm={async () => {
        const { status } = await post.mutateAsync(replay.id);
        toast(
          status === 'computing'
            ? {
                title: 'Another replay was posted meanwhile',
                description: 'The differences are worked out anew: look at them again.',
                tone: 'info',
              }
            : { title: `Replay ${replay.id} is being posted` },
        );
      }}
    >
      Post the differences
    </ConfirmButton>
  );
}

function Problems({ replay }: { replay: Replay }) {
  if (replay.problems === 0) return null;
  return (
    <Callout
      tone="warn"
      title={`${replay.problems === 1 ? 'One server' : `${count(replay.problems)} servers`} cannot be corrected by this`}
    >
      They are named below with what stands in the way. Nothing is posted for them.
    </Callout>
  );
}
