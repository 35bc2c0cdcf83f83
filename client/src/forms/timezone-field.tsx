import type { FieldProps } from './field.tsx';
import { SelectField } from './select-field.tsx';

/** Browsers leave UTC out of their list; it is our default, so it comes first. */
const zones = ['UTC', ...Intl.supportedValuesOf('timeZone').filter((zone) => zone !== 'UTC')];
const choices = zones.map((zone) => ({ value: zone, label: zone.replaceAll('_', ' ') }));

/** A zone of the IANA list; typing narrows it. */
export function TimezoneField(props: FieldProps) {
  return <SelectField {...props} choices={choices} searchable placeholder="Type a city" />;
}
