import type { Instant } from './period.ts';

/**
 * Finds the row in force at one instant after another. Time must not go back: then a whole month over many rows
 * is one pass. Rows are ordered by `from`; of two with the same `from` the later row wins.
 */
export class Cursor<Row extends { from: Instant }> {
  readonly rows: readonly Row[];
  /** Position of the row in force; -1 before the first. */
  index = -1;

  constructor(rows: readonly Row[]) {
    this.rows = rows;
  }

  /** The last row with `from` at or before the instant. */
  at(instant: Instant): Row | undefined {
    for (
      let next = this.rows[this.index + 1];
      next && next.from <= instant;
      next = this.rows[this.index + 1]
    ) {
      this.index += 1;
    }
    return this.rows[this.index];
  }
}
