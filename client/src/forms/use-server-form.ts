import { zodResolver } from '@hookform/resolvers/zod';
import { useEffect, useRef, useState } from 'react';
import { type FieldValues, type Path, type PathValue, type UseFormReturn, useForm } from 'react-hook-form';
import type { z } from 'zod';
import { ApiError } from '../api/call.ts';
import { sameValue } from './same-value.ts';
import { showProblems } from './show-problems.ts';

export interface ServerFormOptions<Values extends FieldValues> {
  /** Judges what is typed: the very schema the server will judge it by. */
  schema: z.ZodType<unknown, Values>;
  /** What the server keeps, as it would be sent: money as text, numbers as numbers. For a new record: its blanks. */
  saved: Values;
  /** Sends the values as typed, and gives what the server kept; null, if the form is to go back to `saved`. */
  save: (values: Values) => Promise<Values | null>;
}

export interface ServerForm<Values extends FieldValues> {
  form: UseFormReturn<Values, unknown, Values>;
  /** For `onSubmit`. Ends when the server has answered; a refusal is shown, not thrown. */
  submit: (event?: React.BaseSyntheticEvent) => Promise<void>;
  saving: boolean;
  /** Whether anything differs from what the server keeps. */
  dirty: boolean;
  /** A refusal that belongs to no field. */
  problem: ApiError | null;
  /** Someone saved first. Its `facts` say what; what was typed is still there. */
  conflict: ApiError | null;
  /** Fields being edited here whose saved value has moved meanwhile, with the value they have now. */
  moved: Partial<Record<string, unknown>>;
  /** Gives up what was typed in a field for what the server keeps. */
  takeSaved: (name: string) => void;
  /** Gives up all that was typed. */
  discard: () => void;
}

/** A form over one server record: refetches never undo typing, and a save resets to what the server kept. */
export function useServerForm<Values extends FieldValues>(
  options: ServerFormOptions<Values>,
): ServerForm<Values> {
  const { schema, saved, save } = options;
  const [saving, setSaving] = useState(false);
  const [refusal, setRefusal] = useState<ApiError | null>(null);
  const form = useForm<Values, unknown, Values>({
    resolver: zodResolver<Values, unknown, unknown>(schema, undefined, { raw: true }),
    mode: 'onTouched',
    defaultValues: saved as never,
    values: saved,
    // A refetch is no answer to what was typed: it may not take away the words under a field either.
    resetOptions: { keepDirtyValues: true, keepErrors: true, keepTouched: true, keepIsSubmitted: true },
  });
  // Reading them subscribes to them; without that react-hook-form does not keep track of what is dirty.
  const { isDirty: _, dirtyFields } = form.formState;
  // Not `isDirty` itself: a refetch makes that false for a moment, and what hangs on it would come and go.
  const dirty = Object.keys(dirtyFields).some(
    (name) => !sameValue(form.getValues(name as Path<Values>), saved[name]),
  );
  const { moved, forget } = useMovedFields(saved, dirtyFields, saving);

  const keep = (kept: Values, sent: Values) => {
    const now = form.getValues();
    form.reset(kept, cleanSlate);
    // Typed while the save was on its way: newer than the reply.
    for (const name of Object.keys(sent) as Path<Values>[]) {
      if (!sameValue(now[name], sent[name])) form.setValue(name, now[name], { shouldDirty: true });
    }
    forget();
  };
  const submit = form.handleSubmit(async (values) => {
    setSaving(true);
    setRefusal(null);
    try {
      keep((await save(values)) ?? saved, values);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      setRefusal(showProblems(form, error));
    } finally {
      setSaving(false);
    }
  });

  return {
    form,
    submit,
    saving,
    dirty,
    problem: refusal?.code === 'conflict' ? null : refusal,
    conflict: refusal?.code === 'conflict' ? refusal : null,
    moved,
    takeSaved: (name) => {
      form.resetField(name as Path<Values>, { defaultValue: saved[name] as PathValue<Values, Path<Values>> });
      forget(name);
    },
    discard: () => {
      form.reset(saved, cleanSlate);
      setRefusal(null);
      forget();
    },
  };
}

/** Everything as the server has it: nothing dirty, nothing refused. */
const cleanSlate = {
  keepDirty: false,
  keepDirtyValues: false,
  keepErrors: false,
  keepTouched: false,
  keepIsSubmitted: false,
};

/** Notices a saved value that changes under a field while it is being edited. */
function useMovedFields<Values extends FieldValues>(saved: Values, dirtyFields: object, saving: boolean) {
  const [moved, setMoved] = useState<Partial<Record<string, unknown>>>({});
  const seen = useRef(saved);
  // Read at the moment the record moves, never a reason to look again.
  const editing = useRef({ dirtyFields, saving });
  editing.current = { dirtyFields, saving };
  useEffect(() => {
    const before = seen.current;
    seen.current = saved;
    if (editing.current.saving) return;
    const names = Object.keys(editing.current.dirtyFields).filter(
      (name) => !sameValue(before[name], saved[name]),
    );
    if (names.length > 0) {
      setMoved((known) => ({ ...known, ...Object.fromEntries(names.map((name) => [name, saved[name]])) }));
    }
  }, [saved]);
  const forget = (name?: string) => {
    setMoved((known) =>
      name ? Object.fromEntries(Object.entries(known).filter(([key]) => key !== name)) : {},
    );
  };
  return { moved, forget };
}
