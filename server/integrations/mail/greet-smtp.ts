import { openSmtp, type SmtpServer } from './open-smtp.ts';
import { smtpErrorFacts } from './smtp-error-facts.ts';

/** Connects, says hello and signs in; sends nothing. What went wrong, in a sentence; null when nothing did. */
export async function greetSmtp(server: SmtpServer): Promise<string | null> {
  const transport = openSmtp(server);
  try {
    await transport.verify();
    return null;
  } catch (error) {
    const { response, message } = smtpErrorFacts(error, server.password);
    return response === null
      ? `The mail server could not be reached: ${message}.`
      : `The mail server said: ${response}`;
  } finally {
    transport.close();
  }
}
