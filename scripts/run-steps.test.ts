import { expect, test } from 'vitest';
import { runSteps } from './run-steps.ts';

const node = (code: string) => [process.execPath, '-e', code] as const;

test('steps run in order, and all that pass make a pass', async () => {
  const said: string[] = [];
  const code = await runSteps(
    [
      { name: 'one', command: node('') },
      { name: 'two', command: node('') },
    ],
    (line) => said.push(line),
  );
  expect(code).toBe(0);
  expect(said).toEqual(['== one', '== two', '== all 2 passed']);
});

test.each([
  ['fails', 'process.exit(3)', 3],
  ['is killed', 'process.kill(process.pid, "SIGKILL")', 1],
])('a step that %s stops the rest, and its exit code is the answer', async (_how, code, exit) => {
  const said: string[] = [];
  const steps = [
    { name: 'one', command: node(code) },
    { name: 'two', command: node('') },
  ];
  expect(await runSteps(steps, (line) => said.push(line))).toBe(exit);
  expect(said).toEqual(['== one', `== one failed (exit code ${exit})`]);
});
