import type { Context } from '../../context.ts';
import { type RecordedPage, recordSeen } from './record-seen.ts';
import type { SeenServer } from './seen-server.ts';
import type { Sweep } from './sweep.ts';

/** Answers kept by one set of statements. */
const seenAtOnce = 200;

/**
 * Keeps what `ask` hands over in sets, while it goes on asking: the panel and the database need not wait for each
 * other, until one set is being written and the next is full. All is written when it resolves, and nothing is still
 * being written when it throws.
 * @throws what `ask` or `recordSeen` throws
 */
export async function recordWhileAsking(
  ctx: Context,
  { rules }: Pick<Sweep, 'rules'>,
  ask: (keep: (answer: SeenServer) => Promise<void>) => Promise<void>,
): Promise<RecordedPage> {
  const recorded: RecordedPage = { changed: new Set(), refused: [] };
  let waiting: SeenServer[] = [];
  let writing = Promise.resolve();
  const write = async (seen: readonly SeenServer[]) => {
    const { changed, refused } = await recordSeen(ctx, { seen, rules });
    for (const id of changed) recorded.changed.add(id);
    recorded.refused.push(...refused);
  };
  const keep = async (answer: SeenServer) => {
    waiting.push(answer);
    if (waiting.length < seenAtOnce) return;
    const [full, before] = [waiting, writing];
    waiting = [];
    writing = before.then(() => write(full));
    writing.catch(() => undefined); // thrown by whoever waits for it next
    await before;
  };
  try {
    await ask(keep);
  } finally {
    await writing;
  }
  await write(waiting);
  return recorded;
}
