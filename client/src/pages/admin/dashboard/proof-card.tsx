import { useQuery } from '@tanstack/react-query';
import { type LatestProof, proofQuery } from '../../../api/proof.ts';
import { ErrorNotice } from '../../../components/error-notice.tsx';
import { Instant } from '../../../components/instant.tsx';
import { TextLink } from '../../../components/text-link.tsx';
import { Badge, type Tone } from '../../../components/ui/badge.tsx';
import { Card, CardBody, CardHeader } from '../../../components/ui/card.tsx';
import { Skeleton } from '../../../components/ui/skeleton.tsx';
import { paths } from '../../../paths.ts';
import { BackupLine } from './backup-line.tsx';

type Proof = NonNullable<LatestProof['proof']>;
type Check = Proof['checks'][number];

const SHOWN = 4;

const outcomes: Record<Check['outcome'], { label: string; tone: Tone }> = {
  agrees: { label: 'Agrees', tone: 'good' },
  differs: { label: 'Differs', tone: 'bad' },
  unproved: { label: 'Not proved', tone: 'warn' },
};

/** What each check compares. */
const names: Record<Check['check'], string> = {
  ledger: 'Ledger, wallets and charges',
  paypal: 'PayPal payments',
  credit: 'VirtFusion credit',
  audit: 'Audit',
};

/** When the books were last proved, and what differs. */
export function ProofCard() {
  const { data, error, isFetching, refetch } = useQuery(proofQuery);
  return (
    <Card>
      <CardHeader title="Do the books agree?" description={data ? <When latest={data} /> : undefined} />
      <CardBody className="pt-2">
        {data ? (
          <>
            <Outcome proof={data.proof} />
            <BackupLine backup={data.backup} />
          </>
        ) : error ? (
          <ErrorNotice error={error} retry={() => refetch()} retrying={isFetching} />
        ) : (
          <Skeleton aria-busy="true" className="h-16" />
        )}
      </CardBody>
    </Card>
  );
}

function When({ latest: { proof, lastAgreedAt } }: { latest: LatestProof }) {
  if (!proof) return <>Proved every night, here and outside.</>;
  return (
    <>
      Last proved <Instant value={proof.finishedAt} />
      {proof.outcome === 'agrees' || lastAgreedAt === null ? null : (
        <>
          ; they last agreed <Instant value={lastAgreedAt} />
        </>
      )}
      .
    </>
  );
}

function Outcome({ proof }: { proof: Proof | null }) {
  if (!proof) {
    return (
      <p className="py-2 text-sm text-ink-soft">
        Not proved yet. The first proof comes tonight, or when you start it under{' '}
        <TextLink href={paths.cron()}>Schedules</TextLink>.
      </p>
    );
  }
  return (
    <ul className="divide-y divide-line">
      {proof.checks.map((check) => (
        <CheckItem key={check.check} check={check} />
      ))}
    </ul>
  );
}

function CheckItem({ check }: { check: Check }) {
  const { label, tone } = outcomes[check.outcome];
  const rest = check.differences.length - SHOWN;
  return (
    <li className="grid gap-1 py-2.5">
      <span className="flex flex-wrap items-center justify-between gap-x-3 gap-y-1">
        <span className="text-sm font-medium">{names[check.check]}</span>
        <Badge tone={tone}>{label}</Badge>
      </span>
      <span className="text-xs text-ink-faint">{comparedText(check)}</span>
      {check.note ? (
        <span className="text-xs text-ink-faint [overflow-wrap:anywhere]">Head {check.note}</span>
      ) : null}
      {check.problem === null ? null : <span className="text-sm text-ink-soft">{check.problem}</span>}
      {check.differences.slice(0, SHOWN).map(({ subject, expected, found }) => (
        <span key={subject} className="text-sm text-ink-soft [overflow-wrap:anywhere]">
          <span className="font-medium text-ink">{subject}</span>: expected {expected}, found {found}.
        </span>
      ))}
      {rest > 0 ? (
        <span className="text-sm text-ink-soft">
          {rest.toLocaleString('en')} more{check.more ? ', at least' : ''}:{' '}
          <code>npm run reconcile -- --external</code> lists them.
        </span>
      ) : null}
    </li>
  );
}

function comparedText({ check, checked }: Check): string {
  const count = checked.toLocaleString('en');
  if (check === 'paypal') return checked === 0 ? 'Nothing was paid in there' : `${count} payments compared`;
  if (check === 'credit') return checked === 0 ? 'Nothing was carried there' : `${count} postings compared`;
  if (check === 'audit')
    return checked === 0 ? 'Nothing is sealed yet' : `${count} entries, each chained to the one before`;
  return `${count} rows compared`;
}
