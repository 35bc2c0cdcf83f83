import { startChildren } from './children.ts';
import type { FromReader, ReaderFigures, ReaderOptions } from './messages.ts';

const CONNECTIONS = 200;
const SECONDS = 60;

/** What many readers got, and what they cost the runs meanwhile. */
export interface LoadFigures extends ReaderFigures {
  connections: number;
  /** Hours billed meanwhile. */
  runs: number;
  runSeconds: number;
  /** Of the runs before, with nobody asking. */
  quietRunSeconds: number;
  /** `runSeconds` in `quietRunSeconds`. */
  slower: number;
}

/** Asks for the lists on and on for a minute, in a process of its own, while `work` is done again and again. */
export async function whileListsAreRead(
  asked: Pick<ReaderOptions, 'url' | 'token' | 'paths'>,
  work: () => Promise<void>,
): Promise<ReaderFigures & { connections: number }> {
  const readers = await startChildren<object, FromReader>('scripts/bench/reader.ts', {
    options: [{ ...asked, connections: CONNECTIONS, seconds: SECONDS } satisfies ReaderOptions],
    profile: null,
  });
  try {
    let over = false;
    const reading = readers.children[0]?.ask({}).finally(() => {
      over = true;
    });
    while (!over) await work();
    const told = await reading;
    if (told?.kind !== 'answered') throw new Error('the readers tell what they got');
    return { ...told.answers, connections: CONNECTIONS };
  } finally {
    await readers.close();
  }
}
