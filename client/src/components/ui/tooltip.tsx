import { Tooltip as Base } from '@base-ui/react/tooltip';
import type { ReactElement, ReactNode } from 'react';

/** Share one opening delay among all tooltips of the page. */
export const TooltipProvider = Base.Provider;

export interface TooltipProps {
  content: ReactNode;
  /** The element it belongs to; it must be able to take the focus. */
  children: ReactElement;
  side?: 'top' | 'bottom' | 'left' | 'right';
}

/** More about an element, on hover and on focus. Nothing that cannot be missed belongs here. */
export function Tooltip({ content, children, side = 'top' }: TooltipProps) {
  return (
    <Base.Root>
      <Base.Trigger render={children} />
      <Base.Portal>
        <Base.Positioner side={side} sideOffset={6} className="z-60">
          <Base.Popup className="popup max-w-72 rounded-md bg-ink px-2 py-1 text-xs text-canvas shadow-high">
            {content}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
