import { useEffect, useState } from 'react';

const SETTLE_MS = 300;

/** A value once it has stopped changing, so that the server is not asked at every letter. */
export function useSettled<Value>(value: Value, settleMs = SETTLE_MS): Value {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), settleMs);
    return () => clearTimeout(timer);
  }, [value, settleMs]);
  return settled;
}
