import { sameValue } from '../../../forms/same-value.ts';

export interface Change {
  field: string;
  /** Undefined where the record did not have the field. */
  before: unknown;
  after: unknown;
}

/** The fields that differ between two records, in the order they are told; a record inside one counts as its parts. */
export function changesOf(before: unknown, after: unknown): Change[] {
  const [old, now] = [flat(before), flat(after)];
  const fields = [...new Set([...old.keys(), ...now.keys()])];
  return fields
    .map((field) => ({ field, before: old.get(field), after: now.get(field) }))
    .filter((change) => !sameValue(change.before ?? null, change.after ?? null));
}

function flat(value: unknown, path: string[] = []): Map<string, unknown> {
  if (value === undefined || (value === null && path.length === 0)) return new Map();
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return new Map([[path.join('.') || 'value', value]]);
  }
  return new Map(Object.entries(value).flatMap(([key, part]) => [...flat(part, [...path, key])]));
}

/** 'settings.hoursPerMonth' → 'Hours per month': the last name, as words. */
export function fieldText(field: string): string {
  const name = (field.split('.').at(-1) ?? field).replace(/Micros$/, '');
  const words = name
    .replace(/[_-]+/g, ' ')
    .replace(/([a-z\d])([A-Z])/g, (_, a: string, b: string) => `${a} ${b.toLowerCase()}`);
  return words.charAt(0).toUpperCase() + words.slice(1);
}
