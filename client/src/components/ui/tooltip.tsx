import {
  type FocusEvent,
  type PointerEvent,
  type ReactElement,
  type ReactNode,
  type RefObject,
  Suspense,
  useEffect,
  useId,
  useRef,
  useState,
} from 'react';
import { lazyPart } from './lazy-part.ts';

// Read when first asked for: pages are full of instants, and few are pointed at.
const TooltipPopup = lazyPart(() => import('./tooltip-popup.tsx'), 'TooltipPopup');

const OPEN_AFTER_MS = 300;
/** Long enough to move the pointer from the element to the words. */
const CLOSE_AFTER_MS = 150;

/** What the element must be given. */
export interface TooltipTrigger {
  ref: RefObject<HTMLButtonElement | null>;
  onPointerEnter: (event: PointerEvent) => void;
  onPointerLeave: () => void;
  onFocus: (event: FocusEvent) => void;
  onBlur: () => void;
  'aria-describedby': string | undefined;
}

export interface TooltipProps {
  content: ReactNode;
  /** Draws the element it belongs to, which must be able to take the focus. */
  children: (trigger: TooltipTrigger) => ReactElement;
}

/** More about an element, on hover and on focus. Nothing that cannot be missed belongs here. */
export function Tooltip({ content, children }: TooltipProps) {
  const id = useId();
  const element = useRef<HTMLButtonElement>(null);
  const { open, asked, turn, turnAfter } = useDelayed();
  const trigger: TooltipTrigger = {
    ref: element,
    onPointerEnter: ({ pointerType }) => pointerType === 'mouse' && turnAfter(true, OPEN_AFTER_MS),
    onPointerLeave: () => turnAfter(false, CLOSE_AFTER_MS),
    onFocus: ({ target }) => target.matches(':focus-visible') && turn(true),
    onBlur: () => turn(false),
    'aria-describedby': open ? id : undefined,
  };
  return (
    <>
      {children(trigger)}
      {asked ? (
        <Suspense>
          <TooltipPopup
            id={id}
            open={open}
            onOpenChange={turn}
            anchor={element}
            onPointerEnter={() => turn(true)}
            onPointerLeave={trigger.onPointerLeave}
          >
            {content}
          </TooltipPopup>
        </Suspense>
      ) : null}
    </>
  );
}

/** Open or not, at once or after a moment; the last word counts. `asked` once it was ever open. */
function useDelayed() {
  const [open, setOpen] = useState(false);
  const [asked, setAsked] = useState(false);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  const turn = (next: boolean) => {
    clearTimeout(timer.current);
    setOpen(next);
    if (next) setAsked(true);
  };
  const turnAfter = (next: boolean, delay: number) => {
    clearTimeout(timer.current);
    timer.current = setTimeout(turn, delay, next);
  };
  return { open, asked, turn, turnAfter };
}
