/** Making a formatter costs a hundred times what using one does, and a page of figures uses the same few. */
const dates = new Map<string, Intl.DateTimeFormat>();
const numbers = new Map<string, Intl.NumberFormat>();

/** The formatter of dates with these options, in the words of the whole app; made once. */
export function dateFormat(options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  return madeOnce(dates, options, () => new Intl.DateTimeFormat('en-GB', options));
}

/** The formatter of numbers with these options; made once. */
export function numberFormat(options: Intl.NumberFormatOptions): Intl.NumberFormat {
  return madeOnce(numbers, options, () => new Intl.NumberFormat('en', options));
}

function madeOnce<Format>(made: Map<string, Format>, options: object, make: () => Format): Format {
  const key = JSON.stringify(options);
  const known = made.get(key);
  if (known) return known;
  const format = make();
  made.set(key, format);
  return format;
}
