import { Tooltip as Base } from '@base-ui/react/tooltip';
import type { ReactNode, RefObject } from 'react';

export interface TooltipPopupProps {
  id: string;
  open: boolean;
  onOpenChange: (open: boolean) => void;
  anchor: RefObject<HTMLButtonElement | null>;
  onPointerEnter: () => void;
  onPointerLeave: () => void;
  children: ReactNode;
}

/** The words of a tooltip beside their element; Escape closes it. */
export function TooltipPopup({ id, open, onOpenChange, anchor, children, ...pointer }: TooltipPopupProps) {
  return (
    <Base.Root open={open} onOpenChange={onOpenChange}>
      <Base.Portal>
        <Base.Positioner anchor={anchor} side="top" sideOffset={6} className="z-60">
          <Base.Popup
            {...pointer}
            id={id}
            role="tooltip"
            className="popup max-w-72 rounded-md bg-ink px-2 py-1 text-xs text-canvas shadow-high"
          >
            {children}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
