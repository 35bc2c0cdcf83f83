/** 'warning' may be meant so; 'broken' has to be mended; 'unknown' could not be looked at. */
export type Verdict = 'ok' | 'warning' | 'broken' | 'unknown';

/** What was looked at, how it is, and what to do about it. */
export interface Finding {
  about: string;
  verdict: Verdict;
  detail: string;
  /** Null when there is nothing to do. */
  remedy: string | null;
}

export const isWell = (about: string, detail: string): Finding => ({
  about,
  verdict: 'ok',
  detail,
  remedy: null,
});
export const mayBeMeant = (about: string, detail: string, remedy: string): Finding => ({
  about,
  verdict: 'warning',
  detail,
  remedy,
});
export const isBroken = (about: string, detail: string, remedy: string): Finding => ({
  about,
  verdict: 'broken',
  detail,
  remedy,
});
export const isUnknown = (about: string, detail: string): Finding => ({
  about,
  verdict: 'unknown',
  detail,
  remedy: null,
});
