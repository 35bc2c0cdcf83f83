import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

const longBrowserStories = [
  'server/testing/stories/a-day-at-the-host.browser.test.ts',
  'server/testing/stories/every-page-for-everyone.browser.test.ts',
];

/** Kinds of test, told apart by their file name: what they need decides how they run. */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'pure',
          include: ['{shared,server,scripts}/**/*.test.ts'],
          exclude: ['**/*.db.test.ts', '**/*.browser.test.ts'],
        },
      },
      {
        plugins: [react()],
        test: {
          name: 'client',
          include: ['client/**/*.test.{ts,tsx}'],
          exclude: ['**/*.browser.test.ts'],
          environment: 'happy-dom',
          testTimeout: 20_000,
          // Its first test of a file was slow once or twice on a busy machine; to be taken away when that is understood.
          retry: 1,
          setupFiles: ['client/src/testing/setup.ts'],
        },
      },
      {
        test: {
          name: 'db',
          include: ['{server,scripts}/**/*.db.test.ts'],
          exclude: ['scripts/torture/**'],
          globalSetup: ['server/testing/postgres-global-setup.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
          maxWorkers: 2,
          sequence: { groupOrder: 1 },
        },
      },
      {
        // Ten thousand requests, other ones each time; FUZZ_SEED repeats those of a run: `npm run fuzz`.
        test: {
          name: 'fuzz',
          include: ['server/testing/fuzz/*.db.test.ts'],
          globalSetup: ['server/testing/postgres-global-setup.ts'],
          env: { FUZZ_REQUESTS: '10000' },
          testTimeout: 1_800_000,
          hookTimeout: 120_000,
          sequence: { groupOrder: 6 },
        },
      },
      {
        // Twenty kills, on a cluster of its own; last, so that nothing else is slowed or slows it.
        test: {
          name: 'torture',
          include: ['scripts/torture/torture.db.test.ts'],
          maxWorkers: 1,
          sequence: { groupOrder: 3 },
        },
      },
      {
        // Power, and seven broken builds, some minutes together: `npm run test:torture`.
        test: {
          name: 'long-torture',
          include: ['scripts/torture/**/*.db.test.ts'],
          exclude: ['scripts/torture/torture.db.test.ts'],
          maxWorkers: 1,
          sequence: { groupOrder: 4 },
        },
      },
      {
        // Every page on every screen, and a day's work: minutes each, `npm run test:browser`.
        test: {
          name: 'long-browser',
          include: longBrowserStories,
          globalSetup: ['server/testing/postgres-global-setup.ts', 'server/testing/browser-global-setup.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          maxWorkers: 1,
          // A page on a busy machine takes its time.
          expect: { poll: { timeout: 15_000 } },
          sequence: { groupOrder: 5 },
        },
      },
      {
        test: {
          name: 'browser',
          include: ['{server,client,scripts}/**/*.browser.test.ts'],
          exclude: longBrowserStories,
          globalSetup: ['server/testing/postgres-global-setup.ts', 'server/testing/browser-global-setup.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          maxWorkers: 1,
          // A page on a busy machine takes its time.
          expect: { poll: { timeout: 15_000 } },
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
});
