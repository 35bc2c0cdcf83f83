import { CircleAlert, CircleCheck, CircleMinus, PlugZap } from 'lucide-react';
import { useState } from 'react';
import type { SentTo } from '#shared/api/endpoint.ts';
import type { settings } from '#shared/api/settings.ts';
import { ApiError } from '../../../api/call.ts';
import { type PermissionReport, useTestConnection } from '../../../api/settings.ts';
import { ErrorNotice } from '../../../components/error-notice.tsx';
import { Badge } from '../../../components/ui/badge.tsx';
import { Button } from '../../../components/ui/button.tsx';
import { Callout } from '../../../components/ui/callout.tsx';

type Asked = SentTo<typeof settings.testConnection>;

/** Design §4.6: clocks further apart than this stop new runs. */
const SKEW_ALLOWED_SECONDS = 30;

export interface TestConnectionProps {
  /** What to try; null when it cannot be tried yet, and the fields say why. */
  asked: () => Asked | null | Promise<Asked | null>;
  /** Puts the words of a refusal under their fields, and gives back what has none. */
  place?: (error: ApiError) => ApiError | null;
}

/** Tries the connection as it stands in the form, and tells of each permission by itself. */
export function TestConnection({ asked, place = (error) => error }: TestConnectionProps) {
  const test = useTestConnection();
  const [problem, setProblem] = useState<Error | null>(null);
  const run = async () => {
    test.reset();
    setProblem(null);
    const input = await asked();
    if (!input) return;
    test.mutate(input, {
      onError: (error) => setProblem(error instanceof ApiError ? place(error) : error),
    });
  };
  return (
    <div className="grid gap-3">
      <div>
        <Button onClick={run} busy={test.isPending}>
          <PlugZap /> Test connection
        </Button>
      </div>
      <div aria-live="polite" className="empty:hidden">
        {problem ? <ErrorNotice error={problem} /> : null}
        {test.data ? <Report report={test.data} url={test.variables?.url ?? ''} /> : null}
      </div>
    </div>
  );
}

function Report({ report, url }: { report: PermissionReport; url: string }) {
  const missing = report.permissions.filter(({ needed, ok }) => needed && !ok).length;
  return (
    <div className="grid gap-3">
      <Verdict reachable={report.reachable} missing={missing} url={url} />
      {report.permissions.length > 0 ? (
        <ul className="divide-y divide-line rounded-lg border border-line text-sm">
          {report.permissions.map((line) => (
            <PermissionLine key={line.permission} {...line} />
          ))}
        </ul>
      ) : null}
      {report.reachable ? <PanelFacts report={report} /> : null}
    </div>
  );
}

function Verdict({ reachable, missing, url }: { reachable: boolean; missing: number; url: string }) {
  if (!reachable) return <Callout tone="bad" title={`${url} cannot be reached`} />;
  if (missing === 0) return <Callout tone="good" title={`${url} answers, with all it needs to`} />;
  return (
    <Callout
      tone="bad"
      title={`${url} answers, but ${missing === 1 ? 'one permission is' : `${missing} permissions are`} missing`}
    >
      Give them to the token in VirtFusion, then test again.
    </Callout>
  );
}

function PermissionLine({ permission, needed, ok, detail }: PermissionReport['permissions'][number]) {
  const look = ok ? looks.ok : needed ? looks.missing : looks.absent;
  return (
    <li className="flex gap-2.5 px-3 py-2">
      <look.icon aria-hidden="true" className={`mt-0.5 size-4 shrink-0 ${look.ink}`} />
      <div className="min-w-0 flex-1">
        <p className="flex flex-wrap items-center gap-x-2">
          <span className="font-medium">{permission}</span>
          <span className="text-ink-faint">{look.word}</span>
        </p>
        <p className="break-words text-ink-soft">{detail}</p>
      </div>
      <Badge tone="neutral">{needed ? 'Needed' : 'Optional'}</Badge>
    </li>
  );
}

const looks = {
  ok: { icon: CircleCheck, ink: 'text-good-ink', word: 'allowed' },
  missing: { icon: CircleAlert, ink: 'text-bad-ink', word: 'not allowed' },
  absent: { icon: CircleMinus, ink: 'text-warn-ink', word: 'not allowed' },
};

function PanelFacts({ report: { panelVersion, clockSkewSeconds } }: { report: PermissionReport }) {
  const skewed = clockSkewSeconds !== null && Math.abs(clockSkewSeconds) > SKEW_ALLOWED_SECONDS;
  return (
    <>
      {skewed ? (
        <Callout tone="warn" title={`The panel’s clock is ${clockInWords(clockSkewSeconds)}`}>
          With more than {SKEW_ALLOWED_SECONDS} seconds between the clocks no new run is opened. Set both by
          the network.
        </Callout>
      ) : null}
      <p className="text-sm text-ink-faint">
        {panelVersion ? `VirtFusion ${panelVersion}. ` : 'VirtFusion does not tell its version. '}
        {skewed
          ? null
          : clockSkewSeconds === null
            ? 'It did not tell its time.'
            : `Its clock is ${clockInWords(clockSkewSeconds)}.`}
      </p>
    </>
  );
}

function clockInWords(skew: number): string {
  if (skew === 0) return 'right';
  const seconds = Math.abs(skew) === 1 ? '1 second' : `${Math.abs(skew)} seconds`;
  return `${seconds} ${skew > 0 ? 'ahead' : 'behind'}`;
}
