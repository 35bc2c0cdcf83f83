import { Suspense, useEffect, useRef, useState } from 'react';
import { onStepUpWanted } from '../api/call.ts';
import { lazyPart } from './ui/lazy-part.ts';

const StepUpQuestion = lazyPart(() => import('./step-up-question.tsx'), 'StepUpQuestion');

type Answer = (proved: boolean) => void;

/** Asks for the password or a code when something was refused for want of it. Once in the admin, beside its pages. */
export function StepUpDialog() {
  const [waiting, setWaiting] = useState<readonly Answer[]>([]);
  useEffect(
    () => onStepUpWanted(() => new Promise((resolve) => setWaiting((others) => [...others, resolve]))),
    [],
  );
  const asked = waiting.length > 0;
  const everAsked = useRef(false);
  everAsked.current ||= asked;
  const answer: Answer = (proved) => {
    for (const tell of waiting) tell(proved);
    setWaiting([]);
  };
  if (!everAsked.current) return null;
  return (
    <Suspense>
      <StepUpQuestion asked={asked} answer={answer} />
    </Suspense>
  );
}
