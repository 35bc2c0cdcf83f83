const MOST_STEPS = 4;

/** Round values from 0 up to the first at or above `highest`, at most five of them: the lines of a chart. */
export function axisSteps(highest: number): number[] {
  if (highest <= 0) return [0];
  const rough = highest / MOST_STEPS;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 2.5, 5, 10]
    .map((digit) => digit * power)
    .find((width) => width * MOST_STEPS >= highest);
  // Whole values only: half a micro is no money.
  const width = Math.max(1, Math.ceil(step ?? rough));
  const steps = Math.ceil(highest / width);
  return Array.from({ length: steps + 1 }, (_, index) => index * width);
}
