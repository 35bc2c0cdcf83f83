import { spawn } from 'node:child_process';

export interface Step {
  name: string;
  command: readonly [string, ...string[]];
}

/** Runs the steps in order, their output as it comes; stops at the first that fails and answers with its exit code. */
export async function runSteps(
  steps: readonly Step[],
  say: (line: string) => void = (line) => console.log(line),
): Promise<number> {
  for (const { name, command } of steps) {
    say(`== ${name}`);
    const code = await run(command);
    if (code !== 0) {
      say(`== ${name} failed (exit code ${code})`);
      return code;
    }
  }
  say(`== all ${steps.length} passed`);
  return 0;
}

function run([program, ...options]: Step['command']): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, options, { stdio: 'inherit', shell: process.platform === 'win32' });
    child.once('error', reject);
    // No code means that a signal ended it.
    child.once('exit', (code) => resolve(code ?? 1));
  });
}
