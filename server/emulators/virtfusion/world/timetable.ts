import type { Instant } from './entities.ts';

interface Effect {
  readonly at: Instant;
  readonly order: number;
  readonly apply: () => void;
}

/** Effects that wait for their instant. Nothing ticks: whoever looks takes what has fallen due, in order. */
export class Timetable {
  readonly #heap: Effect[] = [];
  #order = 0;

  add(at: Instant, apply: () => void): void {
    this.#heap.push({ at, order: this.#order++, apply });
    let child = this.#heap.length - 1;
    while (child > 0) {
      const parent = (child - 1) >> 1;
      if (!this.#swapIfEarlier(child, parent)) break;
      child = parent;
    }
  }

  /** Runs every effect due by `now`, earliest first, those added meanwhile included. */
  runDue(now: Instant): void {
    for (let next = this.#heap[0]; next && next.at <= now; next = this.#heap[0]) {
      this.#removeFirst();
      next.apply();
    }
  }

  #removeFirst(): void {
    const last = this.#heap.pop();
    if (!last || this.#heap.length === 0) return;
    this.#heap[0] = last;
    let parent = 0;
    for (;;) {
      const left = 2 * parent + 1;
      const right = left + 1;
      const earlier = right < this.#heap.length && this.#earlier(right, left) ? right : left;
      if (earlier >= this.#heap.length || !this.#swapIfEarlier(earlier, parent)) return;
      parent = earlier;
    }
  }

  #earlier(one: number, other: number): boolean {
    const [a, b] = [this.#heap[one], this.#heap[other]];
    return a !== undefined && b !== undefined && (a.at < b.at || (a.at === b.at && a.order < b.order));
  }

  #swapIfEarlier(child: number, parent: number): boolean {
    const [lower, upper] = [this.#heap[child], this.#heap[parent]];
    if (!lower || !upper || !this.#earlier(child, parent)) return false;
    this.#heap[parent] = lower;
    this.#heap[child] = upper;
    return true;
  }
}
