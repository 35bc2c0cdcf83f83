import type { z } from 'zod';
import type { Endpoint, OutputOf, SentTo } from '#shared/api/endpoint.ts';
import { urlOf } from './call.ts';

export interface Follower<Value> {
  /** Each event, decoded by the row. Answer true to stop: what was told is the last. */
  onValue: (value: Value) => boolean;
  /** The stream cannot be had, or says what this page cannot read: ask in another way. */
  onLost: () => void;
}

/** Breaks in a row after which a stream is given up; the browser itself tries again between them. */
const MOST_BREAKS = 3;

/** Listens to a row with `stream` until it says that it is over. Returns the function that stops listening. */
export function follow<E extends Endpoint<z.ZodObject, z.ZodType>>(
  row: E,
  input: SentTo<E>,
  { onValue, onLost }: Follower<OutputOf<E>>,
): () => void {
  if (typeof EventSource === 'undefined') {
    onLost();
    return () => {};
  }
  const source = new EventSource(urlOf(row, input));
  let breaks = 0;
  const giveUp = () => {
    source.close();
    onLost();
  };
  source.onmessage = ({ data }) => {
    breaks = 0;
    const value = decode(row, data);
    if (value === null) giveUp();
    else if (onValue(value.data as OutputOf<E>)) source.close();
  };
  source.onerror = () => {
    breaks += 1;
    if (source.readyState === EventSource.CLOSED || breaks >= MOST_BREAKS) giveUp();
  };
  return () => source.close();
}

function decode(row: Endpoint, data: string): { data: unknown } | null {
  try {
    const parsed = row.output.safeParse(JSON.parse(data));
    return parsed.success ? { data: parsed.data } : null;
  } catch {
    return null;
  }
}
