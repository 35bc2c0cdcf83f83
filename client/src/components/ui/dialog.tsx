import { Dialog as Base } from '@base-ui/react/dialog';
import { X } from 'lucide-react';
import type { ReactElement, ReactNode } from 'react';
import { Button } from './button.tsx';
import { cn } from './cn.ts';

/** Shared by dialog and alert dialog: centred on wide screens, a sheet from below on narrow ones. */
export const dialogPopup = cn(
  'fixed inset-x-0 bottom-0 z-50 max-h-[92dvh] overflow-y-auto rounded-t-2xl border border-line bg-raised p-5 shadow-high',
  'outline-none transition-[opacity,transform] duration-150 ease-out',
  'data-ending-style:translate-y-4 data-ending-style:opacity-0 data-starting-style:translate-y-4 data-starting-style:opacity-0',
  'sm:inset-x-auto sm:bottom-auto sm:top-[12dvh] sm:left-1/2 sm:max-h-[80dvh] sm:w-[calc(100vw-2rem)] sm:-translate-x-1/2 sm:rounded-xl',
);
export const dialogBackdrop =
  'fixed inset-0 z-50 bg-backdrop transition-opacity duration-150 data-ending-style:opacity-0 data-starting-style:opacity-0';

export interface DialogProps {
  title: ReactNode;
  description?: ReactNode;
  /** The element that opens it; leave out when `open` is controlled. */
  trigger?: ReactElement;
  open?: boolean;
  onOpenChange?: (open: boolean) => void;
  size?: 'sm' | 'md' | 'lg';
  children: ReactNode;
}

const widths = { sm: 'sm:max-w-md', md: 'sm:max-w-lg', lg: 'sm:max-w-2xl' };

/** A dialog over the page; Escape and a press outside close it. */
export function Dialog({
  title,
  description,
  trigger,
  open,
  onOpenChange,
  size = 'md',
  children,
}: DialogProps) {
  return (
    <Base.Root open={open} onOpenChange={onOpenChange}>
      {trigger ? <Base.Trigger render={trigger} /> : null}
      <Base.Portal>
        <Base.Backdrop className={dialogBackdrop} />
        <Base.Popup className={cn(dialogPopup, widths[size])}>
          <Base.Title className="pr-8 text-lg font-semibold">{title}</Base.Title>
          {description ? (
            <Base.Description className="mt-1 text-sm text-ink-soft">{description}</Base.Description>
          ) : null}
          <div className="mt-4">{children}</div>
          <Base.Close
            render={
              <Button variant="quiet" size="icon" aria-label="Close" className="absolute top-3.5 right-3.5">
                <X />
              </Button>
            }
          />
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}

/** Closes the dialog around it: `<DialogClose render={<Button>Cancel</Button>} />`. */
export const DialogClose = Base.Close;

/** The row of buttons at the foot of a dialog. */
export function DialogActions({ children }: { children: ReactNode }) {
  return <div className="mt-5 flex flex-col-reverse gap-2 sm:flex-row sm:justify-end">{children}</div>;
}
