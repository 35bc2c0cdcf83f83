import { runSteps } from './run-steps.ts';

/** `npm run check`: what has to be green before a change is proposed, the quickest first. */
process.exitCode = await runSteps([
  { name: 'types', command: ['npm', 'run', '--silent', 'types'] },
  { name: 'lint', command: ['npm', 'run', '--silent', 'lint'] },
  { name: 'tests', command: ['npm', 'test'] },
  { name: 'build', command: ['npm', 'run', '--silent', 'build'] },
  { name: 'bundle size', command: ['npm', 'run', '--silent', 'bundle-size'] },
]);
