import { eventRow, type NoticeEvent } from './events.ts';

/** What a message says: a line, paragraphs with a blank line between, and the word on its button. */
export interface Template {
  subject: string;
  body: string;
  /** Empty: no button. Where it leads is settled by the event, never by the text. */
  action: string;
}

/** What every message can say besides its facts. */
const always = {
  company: 'Who sends it, as the channel of mail says',
};
const aboutCustomers = {
  customer: "The customer's name",
  customerId: "The customer's number in VirtFusion",
};

/** The names a template of this event may use, each with what it says. */
export function placeholdersOf(event: NoticeEvent): Record<string, string> {
  const { audience, facts } = eventRow(event);
  return {
    ...Object.fromEntries(Object.entries(facts).map(([name, { says }]) => [name, says])),
    ...(audience === 'customer' ? aboutCustomers : {}),
    ...always,
  };
}

const PLACEHOLDER = /\{\{\s*(\w+)\s*\}\}/g;

/**
 * What is wrong with a text as a template of this event, in a sentence; null when it can be filled. There is no logic
 * in a template: it has names in double braces, and no other braces in pairs.
 */
export function problemWith(event: NoticeEvent, text: string): string | null {
  const known = placeholdersOf(event);
  const foreign = [...text.matchAll(PLACEHOLDER)]
    .map(([, name = '']) => name)
    .filter((name) => !Object.hasOwn(known, name));
  if (foreign.length > 0) {
    return `There is no ${foreign.map((name) => `{{${name}}}`).join(', ')} here: write one of ${Object.keys(
      known,
    )
      .map((name) => `{{${name}}}`)
      .join(', ')}.`;
  }
  return /\{\{|\}\}/.test(text.replace(PLACEHOLDER, ''))
    ? 'A name stands between two braces on each side, such as {{balance}}, and holds letters only.'
    : null;
}

/** A text with its names replaced, once: what a value says is never read as a template. @throws Error for a name that has no value */
export function fill(text: string, words: Readonly<Record<string, string>>): string {
  return text.replace(PLACEHOLDER, (_, name: string) => {
    const word = Object.hasOwn(words, name) ? words[name] : undefined;
    if (word === undefined) throw new Error(`A template names ${name}, which has no value`);
    return word;
  });
}
