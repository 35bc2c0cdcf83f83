/** A customer's budget for a UTC month, and what they have spent of it; amounts in micros. */
export interface BudgetSoFar {
  /** More than nothing. */
  monthly: bigint;
  spent: bigint;
  /** Percent at which the customer wants to be told. */
  alertPercents: readonly number[];
  /** At 100 percent servers are stopped. */
  hardLimit: boolean;
  /** Levels that were passed before in this month, under this budget. */
  told: readonly number[];
}

/** A level that is passed for the first time. */
export interface PassedLevel {
  /** Percent of the budget. */
  level: number;
  /** It is the hard limit: servers are to be stopped. */
  stops: boolean;
}

/** Where a hard limit lies. */
export const LIMIT = 100;

/**
 * The levels a month has passed and nobody was told of, ascending. One is passed when as much is spent, not a micro
 * earlier: no division, so no rounding. A hard limit is a level of its own, also where no alert is set at 100.
 */
export function passedLevels({ monthly, spent, alertPercents, hardLimit, told }: BudgetSoFar): PassedLevel[] {
  const levels = new Set(hardLimit ? [...alertPercents, LIMIT] : alertPercents);
  return [...levels]
    .filter((level) => spent * 100n >= monthly * BigInt(level) && !told.includes(level))
    .sort((one, other) => one - other)
    .map((level) => ({ level, stops: hardLimit && level === LIMIT }));
}
