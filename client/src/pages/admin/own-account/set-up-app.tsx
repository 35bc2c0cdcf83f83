import { self } from '#shared/api/self.ts';
import { useBeginSecondFactor, useConfirmSecondFactor } from '../../../api/self.ts';
import { CopiedText } from '../../../components/copied-text.tsx';
import { ErrorNotice } from '../../../components/error-notice.tsx';
import { Button } from '../../../components/ui/button.tsx';
import { Form } from '../../../forms/form.tsx';
import { TextField } from '../../../forms/text-field.tsx';
import { useServerForm } from '../../../forms/use-server-form.ts';

/** Begins the set-up: a picture to scan, and the first code as its proof. */
export function SetUpApp({ tell }: { tell: (codes: readonly string[]) => void }) {
  const begin = useBeginSecondFactor();
  if (begin.data) return <Scan {...begin.data} tell={tell} />;
  return (
    <div className="grid justify-items-start gap-3">
      {begin.error ? <ErrorNotice error={begin.error} /> : null}
      <Button variant="primary" busy={begin.isPending} onClick={() => begin.mutate()}>
        Set up an authenticator app
      </Button>
    </div>
  );
}

interface ScanProps {
  secret: string;
  qr: string;
  tell: (codes: readonly string[]) => void;
}

function Scan({ secret, qr, tell }: ScanProps) {
  const confirm = useConfirmSecondFactor();
  const form = useServerForm({
    schema: self.confirmSecondFactor.input,
    saved: { code: '' },
    save: async (values) => {
      tell((await confirm.mutateAsync(values)).recoveryCodes);
      return null;
    },
  });
  return (
    <div className="grid gap-5 sm:grid-cols-[12rem_minmax(0,1fr)]">
      {/* White in either theme: cameras want it dark on light. */}
      <img
        src={`data:image/svg+xml;utf8,${encodeURIComponent(qr)}`}
        alt="QR code for the authenticator app; the same as the key beside it"
        className="size-48 rounded-lg border border-line bg-white"
      />
      <div className="grid content-start gap-4">
        <ol className="grid list-decimal gap-1 pl-4 text-sm text-ink-soft">
          <li>Scan this with an authenticator app, or type the key into it.</li>
          <li>Write the six digits it shows.</li>
        </ol>
        <CopiedText label="The key" text={secret} />
        <Form form={form} submitLabel="Turn it on" guard={false} className="max-w-64">
          <TextField name="code" label="Six digits" inputMode="numeric" autoComplete="one-time-code" mono />
        </Form>
      </div>
    </div>
  );
}
