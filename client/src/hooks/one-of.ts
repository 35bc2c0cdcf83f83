/** What a URL says, if it is one of the choices; an address may be mistyped. */
export function oneOf<Choice extends string>(choices: readonly Choice[], text: string): Choice | undefined {
  return choices.find((choice) => choice === text);
}

/** The first instant of a day in UTC, or of one some days later; undefined for what is no day. */
export function dayIn(text: string, daysLater = 0): string | undefined {
  const time = Date.parse(`${text}T00:00:00Z`);
  return Number.isNaN(time) ? undefined : new Date(time + daysLater * 86_400_000).toISOString();
}

/** The number of a thing, as a URL or a filter spells it; undefined for anything else. */
export function idIn(text: string): number | undefined {
  return /^[1-9]\d{0,14}$/.test(text.trim()) ? Number(text) : undefined;
}
