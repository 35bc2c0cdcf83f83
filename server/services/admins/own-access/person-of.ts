import type { Actor, Context } from '../../../context.ts';
import { RefusedError } from '../../../errors.ts';

/** The admin who is signed in. @throws RefusedError for a token: it has no password, factor or session of its own */
export function personOf({ actor }: Pick<Context, 'actor'>): Actor & { kind: 'admin' } {
  if (actor.kind === 'admin') return actor;
  throw new RefusedError(
    'This is about a person who is signed in. An API token has no password and no session.',
  );
}
