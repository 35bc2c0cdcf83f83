import type { LatestProof } from '../../../api/proof.ts';
import { Instant } from '../../../components/instant.tsx';

/** When the last backup that was proved was taken, or why there is none. */
export function BackupLine({ backup }: { backup: LatestProof['backup'] }) {
  const { scheduled, provedTakenAt, problem } = backup;
  return (
    <p role="note" aria-label="Backup" className="border-t border-line pt-2.5 text-sm text-ink-soft">
      {provedTakenAt ? (
        <>
          Last proved backup <Instant value={provedTakenAt} />.
        </>
      ) : scheduled ? (
        'No backup yet: the first comes tonight.'
      ) : (
        <>
          No backups are made: set <code>BACKUP_DIR</code>, or run <code>npm run backup</code> by a cron of
          yours.
        </>
      )}
      {problem ? (
        <span className="block text-bad-ink [overflow-wrap:anywhere]">
          The newest is not whole: {problem}
        </span>
      ) : null}
    </p>
  );
}
