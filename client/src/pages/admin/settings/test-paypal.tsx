import { CircleAlert, CircleCheck, PlugZap } from 'lucide-react';
import { useState } from 'react';
import type { SentTo } from '#shared/api/endpoint.ts';
import type { paypal } from '#shared/api/paypal.ts';
import { ApiError } from '../../../api/call.ts';
import { type PayPalReport, useTestPayPal } from '../../../api/paypal.ts';
import { ErrorNotice } from '../../../components/error-notice.tsx';
import { Button } from '../../../components/ui/button.tsx';

type Asked = SentTo<typeof paypal.test>;

export interface TestPayPalProps {
  /** What to try; null when it cannot be tried yet, and the fields say why. */
  asked: () => Promise<Asked | null>;
  /** Puts the words of a refusal under their fields, and gives back what has none. */
  place: (error: ApiError) => ApiError | null;
}

/** Tries the account as it stands in the form. */
export function TestPayPal({ asked, place }: TestPayPalProps) {
  const test = useTestPayPal();
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
          <PlugZap /> Test PayPal
        </Button>
      </div>
      <div aria-live="polite" className="empty:hidden">
        {problem ? <ErrorNotice error={problem} /> : null}
        {test.data ? <Report report={test.data} /> : null}
      </div>
    </div>
  );
}

const names = { credentials: 'Client ID and secret', webhook: 'Webhook' };

function Report({ report: { checks } }: { report: PayPalReport }) {
  return (
    <ul className="divide-y divide-line rounded-lg border border-line text-sm">
      {checks.map(({ check, ok, detail }) => {
        const Icon = ok ? CircleCheck : CircleAlert;
        return (
          <li key={check} className="flex gap-2.5 px-3 py-2">
            <Icon
              aria-hidden="true"
              className={`mt-0.5 size-4 shrink-0 ${ok ? 'text-good-ink' : 'text-bad-ink'}`}
            />
            <div className="min-w-0">
              <p className="font-medium">
                {names[check]}{' '}
                <span className="font-normal text-ink-faint">{ok ? 'works' : 'does not work'}</span>
              </p>
              <p className="break-words text-ink-soft">{detail}</p>
            </div>
          </li>
        );
      })}
    </ul>
  );
}
