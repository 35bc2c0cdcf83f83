/** What a URL says, if it is one of the choices; an address may be mistyped. */
export function oneOf<Choice extends string>(choices: readonly Choice[], text: string): Choice | undefined {
  return choices.find((choice) => choice === text);
}

/** The number of a thing, as a URL or a filter spells it; undefined for anything else. */
export function idIn(text: string): number | undefined {
  return /^[1-9]\d{0,14}$/.test(text.trim()) ? Number(text) : undefined;
}
