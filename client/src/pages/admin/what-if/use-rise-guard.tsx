import { type BaseSyntheticEvent, type ReactNode, Suspense, useRef, useState } from 'react';
import type { FieldValues } from 'react-hook-form';
import { isBeyond, type Rise } from '#shared/billing/price-rise.ts';
import type { WhatIfChange } from '../../../api/what-if.ts';
import { lazyPart } from '../../../components/ui/lazy-part.ts';
import type { ServerForm } from '../../../forms/use-server-form.ts';

const RiseDialog = lazyPart(() => import('./rise-dialog.tsx'), 'RiseDialog');

/** A change that makes something dearer by more than the settings let pass. */
export interface SteepRise {
  rise: Rise;
  limitPercent: number;
  /** What to compare the last month with. */
  change: Omit<WhatIfChange, 'month'>;
}

/** A rise that wants a yes of its own; null for one within the limit. */
export function steepRise(
  rise: Rise,
  limitPercent: number,
  change: SteepRise['change'] | null,
): SteepRise | null {
  return change && isBeyond(rise, limitPercent) ? { rise, limitPercent, change } : null;
}

/**
 * Shows what a steep rise would mean before the form sends it. `confirmed` says, while it sends, that an admin looked
 * and said yes. Put `dialog` beside the form.
 */
export function useRiseGuard() {
  const [question, setQuestion] = useState<(SteepRise & { send: () => Promise<void> }) | null>(null);
  const confirmed = useRef(false);

  function guard<Values extends FieldValues>(
    form: ServerForm<Values>,
    judge: () => Promise<SteepRise | null>,
  ): ServerForm<Values> {
    const submit = async (event?: BaseSyntheticEvent) => {
      event?.preventDefault();
      const sound = await form.form.trigger();
      const steep = sound ? await judge() : null;
      if (steep) setQuestion({ ...steep, send: form.submit });
      else await form.submit();
    };
    return { ...form, submit };
  }

  const confirm = async () => {
    if (!question) return;
    confirmed.current = true;
    setQuestion(null);
    await question.send();
    confirmed.current = false;
  };
  const dialog: ReactNode = question ? (
    <Suspense>
      <RiseDialog steep={question} confirm={confirm} cancel={() => setQuestion(null)} />
    </Suspense>
  ) : null;
  return { guard, dialog, confirmed };
}
