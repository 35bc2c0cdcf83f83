/** Seconds as hours, exact to the second where it matters: '719.75 h', '0.5 h'. */
export function hoursText(seconds: number): string {
  return `${(seconds / 3600).toLocaleString('en', { maximumFractionDigits: 2 })} h`;
}
