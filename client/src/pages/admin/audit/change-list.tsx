import { ArrowRight } from 'lucide-react';
import { useSession } from '../../../api/session.ts';
import { exactInstant } from '../../../components/instant.tsx';
import { moneyText } from '../../../components/money.tsx';
import { changesOf, fieldText } from './changes-of.ts';

/** What changed, field by field: before → after. */
export function ChangeList({ before, after }: { before: unknown; after: unknown }) {
  const session = useSession();
  const changes = changesOf(before, after);
  if (changes.length === 0) return <span className="text-ink-faint">–</span>;
  return (
    <ul className="grid gap-0.5 max-md:justify-items-end">
      {changes.map((change) => (
        <li key={change.field} className="flex flex-wrap items-center gap-x-1.5 max-md:justify-end">
          <span className="text-ink-faint">{fieldText(change.field)}:</span>
          {change.before === undefined ? null : (
            <>
              <span className="text-ink-soft [overflow-wrap:anywhere]">
                {valueText(change.field, change.before, session)}
              </span>
              <ArrowRight aria-label="became" className="size-3 shrink-0 text-ink-faint" />
            </>
          )}
          <span className="font-medium [overflow-wrap:anywhere]">
            {valueText(change.field, change.after, session)}
          </span>
        </li>
      ))}
    </ul>
  );
}

const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?Z$/;

function valueText(
  field: string,
  value: unknown,
  { currency, timezone }: { currency: string; timezone: string },
) {
  if (value === null || value === undefined || value === '') return 'nothing';
  if (typeof value === 'boolean') return value ? 'on' : 'off';
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  if (field.endsWith('Micros') && /^-?\d+$/.test(text)) return moneyText(BigInt(text), currency);
  return INSTANT.test(text) ? exactInstant(new Date(text), timezone) : text;
}
