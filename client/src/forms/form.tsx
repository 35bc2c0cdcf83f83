import type { ReactNode } from 'react';
import { type FieldValues, FormProvider } from 'react-hook-form';
import { ErrorNotice } from '../components/error-notice.tsx';
import { Button } from '../components/ui/button.tsx';
import { Callout } from '../components/ui/callout.tsx';
import { cn } from '../components/ui/cn.ts';
import { FormContext } from './form-context.ts';
import { useLeaveGuard } from './leave-guard.ts';
import type { ServerForm } from './use-server-form.ts';

export interface FormProps<Values extends FieldValues> {
  form: ServerForm<Values>;
  children: ReactNode;
  /** The word on the button; default 'Save'. */
  submitLabel?: string;
  /** The button can be pressed before anything was typed: for sign-in, or a form whose blanks are an answer. */
  submitWhenClean?: boolean;
  /** Ask before leaving with unsaved changes; default true. */
  guard?: boolean;
  /** For those who may see but not change. */
  readOnly?: boolean;
  /** What someone else saved meanwhile, told from the facts of the refusal. */
  describeConflict?: (facts: Record<string, unknown>) => ReactNode;
  /** Beside the button: for instance a Cancel that closes the dialog around the form. */
  actions?: ReactNode;
  /** 'bar' stays in sight at the foot of a long form; 'plain' stands at its end; 'wide' is all button. */
  footer?: 'bar' | 'plain' | 'wide';
  className?: string;
}

/** The form element: its fields, the server's words, and a save button that is lit only while something differs. */
export function Form<Values extends FieldValues>(props: FormProps<Values>) {
  const { form, children, readOnly = false, guard = true, footer, describeConflict, className } = props;
  // A save may end by going elsewhere, before this form has heard that it is clean.
  useLeaveGuard(guard && form.dirty && !form.saving);
  return (
    <FormProvider {...form.form}>
      <FormContext.Provider value={{ readOnly, moved: form.moved, takeSaved: form.takeSaved }}>
        <form
          noValidate
          onSubmit={form.submit}
          className={cn('grid gap-5', className)}
          aria-busy={form.saving}
        >
          {footer === 'bar' ? null : <FormNotices form={form} describeConflict={describeConflict} />}
          {children}
          {readOnly ? null : <FormFooter {...props} />}
        </form>
      </FormContext.Provider>
    </FormProvider>
  );
}

/** What the server said of the save as a whole. Once nothing differs any more, there is nothing left to settle. */
function FormNotices<Values extends FieldValues>({
  form,
  describeConflict,
}: Pick<FormProps<Values>, 'form' | 'describeConflict'>) {
  return (
    <>
      {form.problem ? <ErrorNotice error={form.problem} /> : null}
      {form.conflict && form.dirty ? (
        <Callout tone="warn" urgent title="Someone saved this before you">
          <p>{form.conflict.message}</p>
          {describeConflict?.(form.conflict.facts)}
        </Callout>
      ) : null}
    </>
  );
}

function FormFooter<Values extends FieldValues>(props: FormProps<Values>) {
  const { form, submitLabel = 'Save', submitWhenClean = false, actions, footer = 'plain' } = props;
  const lit = submitWhenClean || form.dirty;
  const save = (
    <Button
      type="submit"
      variant="primary"
      size={footer === 'wide' ? 'lg' : 'md'}
      busy={form.saving}
      disabled={!lit}
    >
      {submitLabel}
    </Button>
  );
  if (footer === 'wide') return <div className="mt-1 grid">{save}</div>;
  if (footer === 'plain') {
    return (
      <div className="flex flex-col-reverse gap-2 sm:flex-row sm:justify-end">
        {actions}
        {save}
      </div>
    );
  }
  // What the server said stands beside the button that was pressed: the head of a long form is out of sight.
  return (
    <div
      className={cn(
        'sticky bottom-0 z-20 -mx-1 grid gap-3 rounded-t-lg border-t border-line bg-canvas px-1 py-3',
        form.dirty && 'border-control',
      )}
    >
      <div className="grid max-h-[45dvh] gap-3 overflow-y-auto empty:hidden">
        <FormNotices {...props} />
      </div>
      <div className="flex flex-wrap items-center gap-2">
        <p aria-live="polite" className="mr-auto text-sm text-ink-soft">
          {standOf(form)}
        </p>
        {actions}
        {form.dirty ? (
          <Button variant="quiet" onClick={form.discard} disabled={form.saving}>
            Discard
          </Button>
        ) : null}
        {save}
      </div>
    </div>
  );
}

function standOf<Values extends FieldValues>({ form, dirty }: ServerForm<Values>): string {
  if (!dirty) return 'All changes saved';
  const wrong = Object.keys(form.formState.errors).length;
  if (wrong === 0) return 'Unsaved changes';
  return wrong === 1 ? 'One field wants another value' : `${wrong} fields want another value`;
}

export interface FormSectionProps {
  title: string;
  description?: ReactNode;
  children: ReactNode;
}

/** A group of fields with its heading: beside them on wide screens, above them on narrow ones. */
export function FormSection({ title, description, children }: FormSectionProps) {
  return (
    <section className="grid gap-x-8 gap-y-4 border-b border-line pb-6 last-of-type:border-b-0 last-of-type:pb-0 lg:grid-cols-[15rem_minmax(0,1fr)]">
      <div>
        <h2 className="text-base font-semibold">{title}</h2>
        {description ? <p className="mt-1 text-sm text-ink-faint">{description}</p> : null}
      </div>
      <div className="grid max-w-xl content-start gap-5">{children}</div>
    </section>
  );
}
