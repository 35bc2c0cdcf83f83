import { AlertDialog as Base } from '@base-ui/react/alert-dialog';
import type { ReactElement, ReactNode } from 'react';
import { cn } from './cn.ts';
import { dialogBackdrop, dialogPopup } from './dialog.tsx';

export interface AlertDialogProps {
  title: ReactNode;
  description?: ReactNode;
  trigger?: ReactElement;
  open?: boolean;
  onOpenChange?: (open: boolean) => void;
  /** What the question is about, between the words and the buttons. */
  children?: ReactNode;
  /** The buttons; the safe one first, so that it takes the focus. */
  actions: ReactNode;
}

/** A question that wants an answer: a press outside does not close it. */
export function AlertDialog({
  title,
  description,
  trigger,
  open,
  onOpenChange,
  children,
  actions,
}: AlertDialogProps) {
  return (
    <Base.Root open={open} onOpenChange={onOpenChange}>
      {trigger ? <Base.Trigger render={trigger} /> : null}
      <Base.Portal>
        <Base.Backdrop className={dialogBackdrop} />
        <Base.Popup className={cn(dialogPopup, 'sm:max-w-md')}>
          <Base.Title className="text-lg font-semibold">{title}</Base.Title>
          {description ? (
            <Base.Description className="mt-1.5 text-base text-ink-soft">{description}</Base.Description>
          ) : null}
          {children ? <div className="mt-4">{children}</div> : null}
          <div className="mt-5 flex flex-col gap-2 sm:flex-row sm:justify-end">{actions}</div>
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}

/** Closes the alert dialog around it. */
export const AlertDialogClose = Base.Close;
