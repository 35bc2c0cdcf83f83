import type { PreviewedRun } from '../../../api/preview.ts';
import { exactInstant } from '../../../components/instant.tsx';
import { TextLink } from '../../../components/text-link.tsx';
import { Callout } from '../../../components/ui/callout.tsx';
import { paths } from '../../../paths.ts';
import { brakeWords } from '../runs/brake-words.ts';

/** What the preview takes for granted, and what would stand in the way of the run. */
export function PreviewNotices({ run }: { run: PreviewedRun }) {
  return (
    <>
      {run.assumesSwitchedOn ? (
        <Callout title="Hourly billing is off">
          This is what the run would charge if you switched billing on now.{' '}
          <TextLink href={paths.settings()}>Settings</TextLink>
        </Callout>
      ) : null}
      {run.openRunId !== null ? (
        <Callout title={`Run ${run.openRunId} is open`}>
          This is what it has not billed yet, and what came due since.{' '}
          <TextLink href={paths.run(run.openRunId)}>See run {run.openRunId}</TextLink>
        </Callout>
      ) : null}
      {run.brakes.length > 0 ? (
        <Callout tone="warn" title="This run would be held until an admin approves it">
          <ul className="list-disc pl-5">
            {run.brakes.map(({ brake, found, limit }) => (
              <li key={brake}>
                {brakeWords[brake]}: {found} (limit {limit}).
              </li>
            ))}
          </ul>
        </Callout>
      ) : null}
      <p className="text-sm text-ink-soft">
        {run.assumesStates
          ? `A run at ${exactInstant(run.at, 'UTC')}, if every server stays as it was last seen until then.`
          : `A run right now, on what was seen so far: whole hours that ended by ${exactInstant(run.until, 'UTC')}.`}
      </p>
    </>
  );
}
