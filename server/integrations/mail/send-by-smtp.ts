import type { Mail, MailResult } from './mail.ts';
import { openSmtp, type SmtpLogger, type SmtpServer } from './open-smtp.ts';
import { firstLine, smtpErrorFacts } from './smtp-error-facts.ts';

/**
 * Hands a mail over, once, on a connection of its own. Never throws for what the server or the network does. A mail
 * whose last byte left and that nobody answered for is 'unclear': the server may have taken it.
 */
export async function sendBySmtp(server: SmtpServer, mail: Mail): Promise<MailResult> {
  const passage = { handedOver: false };
  const transport = openSmtp(server, passageLog(passage));
  try {
    const { response } = await transport.sendMail(mail);
    return { outcome: 'sent', detail: firstLine(response) };
  } catch (error) {
    return resultOf(error, passage.handedOver, server.password);
  } finally {
    transport.close();
  }
}

/** nodemailer says in its log, and nowhere else, that the last byte of the message was written. */
function passageLog(passage: { handedOver: boolean }): SmtpLogger {
  const silent = () => {};
  const info = (entry: unknown) => {
    if (typeof entry === 'object' && entry !== null && 'tnx' in entry && entry.tnx === 'message') {
      passage.handedOver = true;
    }
  };
  return { level: silent, trace: silent, debug: silent, info, warn: silent, error: silent, fatal: silent };
}

/** A refusal for good is a code of 500 and more about the mail itself; about who we are, an admin can mend it. */
function resultOf(error: unknown, handedOver: boolean, password: string | null): MailResult {
  const { code, responseCode, message, response } = smtpErrorFacts(error, password);
  if (responseCode !== null) {
    const isAboutMail = code === 'EENVELOPE' || code === 'EMESSAGE';
    return {
      outcome: responseCode >= 500 && isAboutMail ? 'refused' : 'not_sent',
      detail: `The mail server said: ${response ?? message}`,
    };
  }
  return handedOver
    ? { outcome: 'unclear', detail: `The mail was handed over, and no answer came: ${message}.` }
    : { outcome: 'not_sent', detail: `The mail server could not be reached: ${message}.` };
}
