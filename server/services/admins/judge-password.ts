import type { ZxcvbnFactory } from '@zxcvbn-ts/core';
import { InvalidInputError } from '../../errors.ts';

/** Of 0 to 4: three is out of reach for somebody who guesses at this page, and for a while with a stolen hash. */
const GOOD_ENOUGH = 3;
/** What is longer is not looked at: it takes long, and no dictionary reaches there. */
const LOOKED_AT = 50;

let judge: Promise<ZxcvbnFactory> | undefined;

/**
 * Refuses a password that is easy to guess: common or leaked ones, names, dates, keyboard rows, and what is known of
 * its owner. @throws InvalidInputError for the field `password`, with what makes it weak
 */
export async function judgePassword(password: string, owner: { email: string; name: string }): Promise<void> {
  judge ??= createJudge();
  const known = [
    owner.email,
    ...owner.email.split(/[@.]/),
    owner.name,
    ...owner.name.split(/\s+/),
    'skypanel',
  ];
  const { score, feedback } = (await judge).check(password.slice(0, LOOKED_AT), known.filter(Boolean));
  if (score >= GOOD_ENOUGH) return;
  const why = feedback.warning ? ` ${feedback.warning}` : '';
  throw new InvalidInputError(
    'password',
    `This is easy to guess.${why} Take several words that do not belong together, or let a password manager make one.`,
  );
}

/** Its dictionaries are some megabytes: read when the first password is set, not at every start. */
async function createJudge(): Promise<ZxcvbnFactory> {
  const [{ ZxcvbnFactory }, common, english] = await Promise.all([
    import('@zxcvbn-ts/core'),
    import('@zxcvbn-ts/language-common'),
    import('@zxcvbn-ts/language-en'),
  ]);
  return new ZxcvbnFactory({
    dictionary: { ...common.dictionary, ...english.dictionary },
    graphs: common.adjacencyGraphs,
    translations: english.translations,
  });
}
