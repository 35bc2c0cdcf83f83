/** What was asked, how often, and how much of it at once. */
export class CallLog {
  #byRoute = new Map<string, number>();
  #byStatus = new Map<number, number>();
  #inFlight = 0;
  #peak = 0;

  /** Calls begun since the last reset. */
  get total(): number {
    return [...this.#byRoute.values()].reduce((sum, count) => sum + count, 0);
  }

  /** Counts by route label, such as `GET /servers/:id`. */
  get byRoute(): Record<string, number> {
    return Object.fromEntries(this.#byRoute);
  }

  /** Counts by HTTP status; 0 stands for a connection that ended without an answer. */
  get byStatus(): Record<number, number> {
    return Object.fromEntries(this.#byStatus);
  }

  get inFlight(): number {
    return this.#inFlight;
  }

  /** The most calls that were under way at once. */
  get peakConcurrency(): number {
    return this.#peak;
  }

  count(route: string): number {
    return this.#byRoute.get(route) ?? 0;
  }

  /** Notes a call and gives the function that notes its end. */
  begin(route: string): (status: number) => void {
    this.#byRoute.set(route, this.count(route) + 1);
    this.#inFlight += 1;
    this.#peak = Math.max(this.#peak, this.#inFlight);
    return (status) => {
      this.#inFlight -= 1;
      this.#byStatus.set(status, (this.#byStatus.get(status) ?? 0) + 1);
    };
  }

  /** Forgets all counts; calls under way stay counted as such. */
  reset(): void {
    this.#byRoute = new Map();
    this.#byStatus = new Map();
    this.#peak = this.#inFlight;
  }
}
