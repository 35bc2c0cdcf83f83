import { Search } from 'lucide-react';
import { type ReactNode, useEffect, useId, useRef, useState } from 'react';
import type { SearchState } from '../hooks/use-search-state.ts';
import { Button } from './ui/button.tsx';
import { Input } from './ui/input.tsx';
import { Select } from './ui/select.tsx';

const SETTLE_MS = 250;

/** The filters above a list. Put `TextFilter`s and `ChoiceFilter`s inside. */
export function FilterBar({
  state,
  children,
}: {
  state: Pick<SearchState<Record<string, string>>, 'changed' | 'clear'>;
  children: ReactNode;
}) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: React warns of <search> where the DOM does not know it yet
    <div role="search" className="mb-3 flex flex-wrap items-center gap-2 print:hidden">
      {children}
      {state.changed ? (
        <Button variant="quiet" onClick={state.clear}>
          Clear
        </Button>
      ) : null}
    </div>
  );
}

export interface FilterProps {
  label: string;
  value: string;
  onChange: (value: string) => void;
}

/** Text to look for; told to the list a quarter of a second after the last letter. */
export function TextFilter({ label, value, onChange }: FilterProps) {
  const [text, setText] = useState(value);
  const told = useRef(value);
  const tell = useRef(onChange);
  tell.current = onChange;
  useEffect(() => {
    if (text === told.current) return;
    const timer = setTimeout(() => {
      told.current = text;
      tell.current(text);
    }, SETTLE_MS);
    return () => clearTimeout(timer);
  }, [text]);
  useEffect(() => {
    // Changed from outside: the back button, or Clear.
    if (value === told.current) return;
    told.current = value;
    setText(value);
  }, [value]);
  return (
    <div className="w-full sm:w-64">
      <Input
        type="search"
        aria-label={label}
        placeholder={label}
        before={<Search aria-hidden="true" />}
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
    </div>
  );
}

/** A day in UTC, as ISO text; '' for none. */
export function DayFilter({ label, value, onChange }: FilterProps) {
  const id = useId();
  return (
    <div className="flex items-center gap-2 text-sm text-ink-soft max-sm:w-full max-sm:justify-between">
      <label htmlFor={id}>{label}</label>
      <Input
        id={id}
        type="date"
        value={value}
        className="w-40"
        onChange={(event) => onChange(event.target.value)}
      />
    </div>
  );
}

/** One of a few; '' stands for all of them. */
export function ChoiceFilter(props: FilterProps & { choices: readonly { value: string; label: string }[] }) {
  const { label, value, onChange, choices } = props;
  return (
    <Select
      aria-label={label}
      className="w-auto min-w-36"
      value={value}
      onChange={onChange}
      choices={[{ value: '', label: `${label}: all` }, ...choices]}
    />
  );
}
