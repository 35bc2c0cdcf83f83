export interface Forecast {
  /** Things a second, to a tenth; null before the first is done. */
  perSecond: number | null;
  /** Null while it cannot be told. */
  expectedEnd: Date | null;
}

/** How fast something goes since it began, and when it would end at that rate. */
export function forecastEnd(of: { since: Date; at: Date; done: number; total: number }): Forecast {
  const seconds = (of.at.getTime() - of.since.getTime()) / 1000;
  if (of.done === 0 || seconds <= 0) return { perSecond: null, expectedEnd: null };
  const left = Math.max(0, of.total - of.done);
  return {
    perSecond: Math.round((of.done / seconds) * 10) / 10,
    expectedEnd: new Date(of.at.getTime() + Math.round((left * seconds * 1000) / of.done)),
  };
}
