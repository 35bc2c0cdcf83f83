import { type ReactNode, useState } from 'react';
import { ErrorNotice } from './error-notice.tsx';
import { AlertDialog } from './ui/alert-dialog.tsx';
import { Button, type ButtonProps } from './ui/button.tsx';

export interface ConfirmButtonProps {
  /** The words on the button that asks. */
  children: ReactNode;
  /** The question. */
  title: string;
  /** What will happen. */
  description?: ReactNode;
  /** More of it: a summary, a table. */
  details?: ReactNode;
  /** The words on the button that does it. */
  confirmLabel: string;
  /** Does it. The dialog stays open until it is done, and on failure says why. */
  onConfirm: () => Promise<unknown>;
  danger?: boolean;
  /** Asks without a press, such as for a link that leads here. */
  asked?: boolean;
  onClosed?: () => void;
  disabled?: boolean;
  variant?: ButtonProps['variant'];
  size?: ButtonProps['size'];
}

/** A button that asks before it acts. */
export function ConfirmButton(props: ConfirmButtonProps) {
  const { children, title, description, details, confirmLabel, onConfirm, danger, disabled, variant, size } =
    props;
  const [pressed, setPressed] = useState(false);
  const open = pressed || (props.asked ?? false);
  const setOpen = (next: boolean) => {
    setPressed(next);
    if (!next) props.onClosed?.();
  };
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<Error | null>(null);
  const confirm = async () => {
    setBusy(true);
    setError(null);
    try {
      await onConfirm();
      setOpen(false);
    } catch (cause) {
      if (!(cause instanceof Error)) throw cause;
      setError(cause);
    } finally {
      setBusy(false);
    }
  };
  return (
    <AlertDialog
      open={open}
      onOpenChange={(next) => {
        if (busy) return;
        setOpen(next);
        setError(null);
      }}
      trigger={
        <Button variant={variant} size={size} disabled={disabled}>
          {children}
        </Button>
      }
      title={title}
      description={description}
      actions={
        <>
          <Button onClick={() => setOpen(false)} disabled={busy}>
            Cancel
          </Button>
          <Button variant={danger ? 'danger' : 'primary'} busy={busy} onClick={confirm}>
            {confirmLabel}
          </Button>
        </>
      }
    >
      {details}
      {error ? <ErrorNotice error={error} className="mt-3" /> : null}
    </AlertDialog>
  );
}
