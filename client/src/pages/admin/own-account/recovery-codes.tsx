import { CopyButton } from '../../../components/copy-button.tsx';
import { Button } from '../../../components/ui/button.tsx';
import { Callout } from '../../../components/ui/callout.tsx';

/** The recovery codes, this once. */
export function RecoveryCodes({ codes, done }: { codes: readonly string[]; done: () => void }) {
  return (
    <Callout
      tone="warn"
      urgent
      title="Keep these recovery codes: they are not shown again"
      actions={
        <>
          <CopyButton
            label="Copy"
            text={() => codes.join('\n')}
            said="Recovery codes copied"
            elsewhere="Mark them and copy them from there."
          />
          <Button onClick={done}>I have them</Button>
        </>
      }
    >
      <p>
        Each signs you in once when the phone is lost. A password manager or a sheet of paper is a good place.
      </p>
      <ul className="mt-2 grid gap-1 font-mono text-sm text-ink sm:grid-cols-2">
        {codes.map((code) => (
          <li key={code} className="select-all">
            {code}
          </li>
        ))}
      </ul>
    </Callout>
  );
}
