import { createTransport } from 'nodemailer';
import type { Mail, MailResult } from './mail.ts';

/** A mail server that takes our mails. */
export interface SmtpServer {
  host: string;
  port: number;
  /** 'tls' from the first byte, 'starttls' or not at all, or 'none'. */
  security: 'tls' | 'starttls' | 'none';
  user: string | null;
  password: string | null;
}

const connectTimeoutMs = 10_000;
const silenceTimeoutMs = 30_000;

/**
 * Hands a mail over, once, on a connection of its own. Never throws for what the server or the network does. A mail
 * whose last byte left and that nobody answered for is 'unclear': the server may have taken it.
 */
export async function sendBySmtp(server: SmtpServer, mail: Mail): Promise<MailResult> {
  const passage = { handedOver: false };
  const transport = createTransport({
    host: server.host,
    port: server.port,
    secure: server.security === 'tls',
    requireTLS: server.security === 'starttls',
    ignoreTLS: server.security === 'none',
    ...(server.user === null ? {} : { auth: { user: server.user, pass: server.password ?? '' } }),
    connectionTimeout: connectTimeoutMs,
    greetingTimeout: connectTimeoutMs,
    socketTimeout: silenceTimeoutMs,
    disableFileAccess: true,
    disableUrlAccess: true,
    logger: passageLog(passage),
  });
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
function passageLog(passage: { handedOver: boolean }) {
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
  const { code, responseCode, message, response } = errorFacts(error, password);
  if (responseCode !== null) {
    const isAboutMail = code === 'EENVELOPE' || code === 'EMESSAGE';
    return {
      outcome: responseCode >= 500 && isAboutMail ? 'refused' : 'not_sent',
      detail: `The mail server said: ${firstLine(response ?? message)}`,
    };
  }
  return handedOver
    ? { outcome: 'unclear', detail: `The mail was handed over, and no answer came: ${message}.` }
    : { outcome: 'not_sent', detail: `The mail server could not be reached: ${message}.` };
}

/** A server that repeats what it was told must not have it written down. */
function errorFacts(error: unknown, password: string | null) {
  const facts: Record<string, unknown> = error instanceof Error ? { ...error, message: error.message } : {};
  const hide = (value: string) => (password ? value.replaceAll(password, '[redacted]') : value);
  const text = (value: unknown) => (typeof value === 'string' ? hide(value) : null);
  return {
    code: text(facts.code),
    responseCode: typeof facts.responseCode === 'number' ? facts.responseCode : null,
    message: firstLine(text(facts.message) ?? 'no reason given'),
    response: text(facts.response),
  };
}

function firstLine(text: string): string {
  return (text.split(/\r?\n/)[0] ?? '').slice(0, 300);
}
