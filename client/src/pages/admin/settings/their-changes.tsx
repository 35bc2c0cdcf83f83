import { useWatch } from 'react-hook-form';
import type { BillingSettings } from '#shared/api/settings.ts';
import type { SavedSettings } from '../../../api/settings.ts';
import { Instant } from '../../../components/instant.tsx';
import { Button } from '../../../components/ui/button.tsx';
import { useFormSurroundings } from '../../../forms/form-context.ts';
import { sameValue } from '../../../forms/same-value.ts';
import { settingInWords, settingLabels } from './setting-words.ts';

export interface TheirChangesProps {
  /** The settings that were typed over. */
  before: BillingSettings;
  /** The settings as the other admin left them. */
  record: SavedSettings;
}

/** What someone else changed while this form was being filled in, field by field, beside what is typed here. */
export function TheirChanges({ before, record }: TheirChangesProps) {
  const typed = useWatch<BillingSettings>() as BillingSettings;
  const { takeSaved } = useFormSurroundings();
  const names = (Object.keys(before) as (keyof BillingSettings)[]).filter(
    (name) => !sameValue(before[name], record.settings[name]),
  );
  if (names.length === 0) return <p>Reading what changed …</p>;
  const clashes = names.filter((name) => !sameValue(typed[name], record.settings[name]));
  return (
    <>
      <p>
        What {record.updatedBy ?? 'they'} changed, <Instant value={record.updatedAt} />:
      </p>
      <ul className="mt-1 grid gap-1">
        {names.map((name) => (
          <li key={name} className="flex flex-wrap items-baseline gap-x-2">
            <span>
              <strong className="font-medium">{settingLabels[name]}</strong>:{' '}
              {clashes.includes(name)
                ? `yours ${settingInWords(name, typed[name])}, theirs ${settingInWords(name, record.settings[name])}`
                : `${settingInWords(name, record.settings[name])}, as they saved it`}
            </span>
            {clashes.includes(name) ? (
              <Button
                variant="link"
                size="sm"
                aria-label={`Take theirs: ${settingLabels[name]}`}
                onClick={() => takeSaved(name)}
              >
                Take theirs
              </Button>
            ) : null}
          </li>
        ))}
      </ul>
      <p className="mt-1">
        {clashes.length > 0
          ? 'Save again to put yours in the place of theirs.'
          : 'Nothing of yours stands against it: save again to add your changes.'}
      </p>
    </>
  );
}
