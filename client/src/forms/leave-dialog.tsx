import { Suspense } from 'react';
import { idlePart } from '../components/ui/lazy-part.ts';
import { useHeldNavigation } from './leave-guard.ts';

const LeaveQuestion = idlePart(() => import('./leave-question.tsx'), 'LeaveQuestion');

/** The question of what leaves a page with unsaved changes. Once in the app, beside the router. */
export function LeaveDialog() {
  return (
    <Suspense>
      <LeaveQuestion {...useHeldNavigation()} />
    </Suspense>
  );
}
