/** One mail to one address. */
export interface Mail {
  from: string;
  to: string;
  subject: string;
  text: string;
  html: string;
  /** The same at every attempt, so that whoever gets it twice can tell: '<delivery-7@host.example>'. */
  messageId: string;
  /** When it was written; the same at every attempt. */
  date: Date;
}

/**
 * What became of it. 'not_sent' surely did not leave, and may later; 'refused' will never be taken; 'unclear': it was
 * handed over and nobody said whether it was taken.
 */
export interface MailResult {
  outcome: 'sent' | 'not_sent' | 'refused' | 'unclear';
  /** What the other side said, or why there was no answer. Holds no secret. */
  detail: string;
}
