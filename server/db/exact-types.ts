import pg from 'pg';

const { builtins, getTypeParser } = pg.types;
const arrays = { int8: 1016, numeric: 1231, date: 1182 };

/**
 * How columns arrive in JavaScript, with nothing lost: int8 as bigint, numeric as text, date as text
 * ('2026-03-01', because a Date would be midnight of this machine), timestamptz as Date; arrays of them alike.
 * The rest as the driver has it. Note that sum(int8) is a numeric: cast it to bigint.
 */
export const exactTypes = { getTypeParser: exactParser as typeof getTypeParser };

function exactParser(oid: number, format?: 'text' | 'binary'): (text: string) => unknown {
  const textArray = getTypeParser(1009 as typeof builtins.TEXT, 'text') as unknown as (
    text: string,
  ) => (string | null)[];
  switch (oid) {
    case builtins.INT8:
      return BigInt;
    case builtins.NUMERIC:
    case builtins.DATE:
      return String;
    case arrays.int8:
      return (text) => textArray(text).map((item) => (item === null ? null : BigInt(item)));
    case arrays.numeric:
    case arrays.date:
      return textArray;
    default:
      return getTypeParser(oid as typeof builtins.TEXT, format as 'text');
  }
}

/** A connection that insists on the exact types: Drizzle passes parsers of its own with every query. */
export class ExactClient extends pg.Client {
  // The driver's overloads are many; only the shape of the first argument matters here.
  override query = ((first: unknown, ...rest: unknown[]) => {
    const typed = isQueryConfig(first) ? { ...first, types: exactTypes } : first;
    return (super.query as (...all: unknown[]) => unknown).call(this, typed, ...rest);
  }) as pg.Client['query'];
}

// A Submittable (a cursor, a Query) carries state of its own and must stay the object it is.
function isQueryConfig(value: unknown): value is pg.QueryConfig {
  return typeof value === 'object' && value !== null && 'text' in value && !('submit' in value);
}
