import { CircleAlert } from 'lucide-react';
import { type ReactNode, useId } from 'react';
import { type ControllerRenderProps, type FieldValues, useController } from 'react-hook-form';
import { Button } from '../components/ui/button.tsx';
import { cn } from '../components/ui/cn.ts';
import { Label } from '../components/ui/label.tsx';
import { useFormSurroundings } from './form-context.ts';

/** What every field takes. */
export interface FieldProps {
  /** The key of the value in the form. */
  name: string;
  label: ReactNode;
  hint?: ReactNode;
  disabled?: boolean;
  className?: string;
}

/** What a control needs to belong to its field. */
export interface FieldControl {
  field: ControllerRenderProps<FieldValues, string>;
  aria: {
    id: string;
    'aria-labelledby': string;
    'aria-describedby': string | undefined;
    'aria-invalid': boolean | undefined;
  };
  disabled: boolean;
}

interface FieldFrameProps extends FieldProps {
  children: (control: FieldControl) => ReactNode;
  /** 'row' puts the control beside its label: for switches and checkboxes. */
  layout?: 'stack' | 'row';
  /** A value in the words the control shows it with. */
  inWords?: (value: unknown) => string;
}

/** Label, control, hint and error, tied together for eyes and screen readers alike. */
export function Field({
  name,
  label,
  hint,
  disabled = false,
  className,
  layout = 'stack',
  children,
  inWords = plainly,
}: FieldFrameProps) {
  const id = useId();
  const { readOnly, moved, takeSaved } = useFormSurroundings();
  const { field, fieldState } = useController<FieldValues, string>({ name });
  if (field.value === undefined) throw new Error(`The form has no value called ${name}`);
  const error = fieldState.error?.message;
  const described = [hint && `${id}-hint`, error && `${id}-error`, name in moved && `${id}-moved`].filter(
    Boolean,
  );
  const control: FieldControl = {
    field,
    aria: {
      id,
      'aria-labelledby': `${id}-label`,
      'aria-describedby': described.join(' ') || undefined,
      'aria-invalid': error ? true : undefined,
    },
    disabled: disabled || readOnly,
  };
  const row = layout === 'row';
  return (
    <div className={cn('grid min-w-0 gap-x-6 gap-y-1.5', row && 'grid-cols-[minmax(0,1fr)_auto]', className)}>
      <Label id={`${id}-label`} htmlFor={id}>
        {label}
      </Label>
      <div className={cn('min-w-0', row && 'row-span-2 pt-0.5')}>{children(control)}</div>
      <div className="grid gap-1 text-sm empty:hidden">
        {error ? (
          <p id={`${id}-error`} className="flex gap-1.5 text-bad-ink">
            <CircleAlert aria-hidden="true" className="mt-0.5 size-4 shrink-0" />
            {error}
          </p>
        ) : null}
        {hint ? (
          <div id={`${id}-hint`} className="text-ink-faint">
            {hint}
          </div>
        ) : null}
        {name in moved ? (
          <p id={`${id}-moved`} className="text-warn-ink">
            Saved meanwhile by someone else as “{inWords(moved[name])}”. Saving puts your value in its place.{' '}
            <Button variant="link" size="sm" onClick={() => takeSaved(name)}>
              Take theirs
            </Button>
          </p>
        ) : null}
      </div>
    </div>
  );
}

function plainly(value: unknown): string {
  if (typeof value === 'boolean') return value ? 'on' : 'off';
  return value === null || value === '' ? 'nothing' : String(value);
}
