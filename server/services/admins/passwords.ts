import { hash, verify } from '@node-rs/argon2';
import { AppError } from '../../errors.ts';

/** OWASP's recommendation: argon2id (2 in the library's enum), 19 MiB, two passes, one lane. */
const options = { algorithm: 2, memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** A hash of nothing anyone knows, of the same cost: an unknown e-mail takes as long as a known one. */
const NOBODYS_HASH =
  '$argon2id$v=19$m=19456,t=2,p=1$V+PAT9znh/fRkSC6OmDvtQ$AcypFZEev6G1CF+kth6t6z7sQ43xE+XBR/llE6r+AXo';

const AT_ONCE = 4;
const WAITING_AT_MOST = 100;
let working = 0;
const waiting: (() => void)[] = [];

/** The text to keep for a password. */
export function hashPassword(password: string): Promise<string> {
  return inTurn(() => hash(password, options));
}

/** Whether the password fits the hash. Without a hash it never does, and takes as long to say so. */
export async function passwordFits(password: string, passwordHash: string | null): Promise<boolean> {
  const fits = await inTurn(() => verify(passwordHash ?? NOBODYS_HASH, password));
  return fits && passwordHash !== null;
}

/** Each hash takes 19 MiB and a thread: a crowd at the sign-in page must not take them all. */
async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (working >= AT_ONCE) {
    if (waiting.length >= WAITING_AT_MOST) {
      throw new AppError('unavailable', 'Too many people are signing in at once. Try again in a minute.');
    }
    await new Promise<void>((resolve) => waiting.push(resolve)); // whoever is done hands its place over
  } else {
    working += 1;
  }
  try {
    return await work();
  } finally {
    const next = waiting.shift();
    if (next) next();
    else working -= 1;
  }
}
