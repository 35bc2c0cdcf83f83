import type { Run } from '#shared/api/runs.ts';
import { Can } from '../../../components/can.tsx';
import { Callout } from '../../../components/ui/callout.tsx';
import { brakeWords } from './brake-words.ts';
import { DecideRunDialog } from './decide-run-dialog.tsx';

/** Why a run waits, or waited, for a person, and the two ways on. */
export function HeldNotice({ run }: { run: Run }) {
  if (run.heldReasons.length === 0) return null;
  const waits = run.status === 'held';
  return (
    <Callout
      tone={waits ? 'warn' : 'info'}
      title={
        waits ? 'This run waits for you: it is unlike the runs before it' : 'This run was held for review'
      }
      actions={
        waits ? (
          <Can permission="billing.run" otherwise={<p>An operator or owner can let it go on.</p>}>
            <DecideRunDialog run={run} decision="approve" />
            <DecideRunDialog run={run} decision="cancel" />
          </Can>
        ) : null
      }
    >
      <ul className="list-disc pl-4">
        {run.heldReasons.map(({ brake, found, limit }) => (
          <li key={brake}>
            {brakeWords[brake]}: {found} (limit: {limit}).
          </li>
        ))}
      </ul>
      {waits ? <p className="mt-1">Nothing is charged until then, and no other run opens.</p> : null}
    </Callout>
  );
}
