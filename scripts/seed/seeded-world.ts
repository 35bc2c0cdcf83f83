import type { World } from '#server/emulators/virtfusion/world/world.ts';

/** A named, believable world: who is there, what happens to them, and how often somebody looks. */
export interface SeededWorld {
  name: string;
  /** One sentence for whoever asks what there is. */
  summary: string;
  /** Whole hours of history, which end where the present hour begins. */
  hours: number;
  /** Minutes between two looks; one of those the settings allow. */
  observeEveryMinutes: 10 | 20 | 30 | 60;
  /** Hours between two runs; over the last day there is one every hour. */
  billEveryHours: number;
  /** Fills the emulated panel, and lets things happen from `start` on. */
  fill(world: World, time: { start: Date; until: Date }): void;
  /** Monthly prices by package; a package without one makes its servers wait. */
  prices: Record<number, string>;
  /** What a customer paid in before it begins. */
  openingCredit(customerId: number): string;
}
