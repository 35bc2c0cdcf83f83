import type { ReactNode } from 'react';

export interface Definition {
  term: ReactNode;
  detail: ReactNode;
}

/** Facts about one thing: name and value, line by line. Facts that are false or null are left out. */
export function DefinitionList({ items }: { items: readonly (Definition | false | null)[] }) {
  const facts = items.filter((item) => item !== false && item !== null);
  return (
    <dl className="divide-y divide-line text-sm">
      {facts.map((fact, index) => (
        <div key={index} className="grid gap-x-4 gap-y-0.5 py-2 sm:grid-cols-[11rem_minmax(0,1fr)]">
          <dt className="text-ink-faint">{fact.term}</dt>
          <dd className="min-w-0 break-words">{fact.detail}</dd>
        </div>
      ))}
    </dl>
  );
}
