/** What became of an attempt. */
export type Outcome = { detail: string } & (
  | {
      /**
       * 'sent': it arrived. 'not_sent': it surely did not, and may later. 'refused': it never will, nobody is there or
       * wants it. 'unclear': it was handed over, and nobody said whether it arrived.
       */
      kind: 'sent' | 'not_sent' | 'refused' | 'unclear';
      /** How long the other side asks everybody to wait before the next one. */
      pauseMs?: number;
    }
  /** It asks everybody to wait, and looked at nothing: no attempt of ours. */
  | { kind: 'paused'; pauseMs: number }
);
