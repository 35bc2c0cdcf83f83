/** What became of an attempt. */
export type Outcome =
  /** It arrived. */
  | { kind: 'sent'; detail: string }
  /** It surely did not, and may later. */
  | { kind: 'not_sent'; detail: string }
  /** It never will: nobody is there, or nobody wants it. */
  | { kind: 'refused'; detail: string }
  /** It was handed over, and nobody said whether it arrived. */
  | { kind: 'unclear'; detail: string }
  /** The other side asks everybody to wait that long: no attempt of ours. */
  | { kind: 'paused'; detail: string; waitMs: number };
