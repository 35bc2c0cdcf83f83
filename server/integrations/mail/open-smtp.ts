import { createTransport } from 'nodemailer';

/** A mail server that takes our mails. */
export interface SmtpServer {
  host: string;
  port: number;
  /** 'tls' from the first byte, 'starttls' or not at all, or 'none'. */
  security: 'tls' | 'starttls' | 'none';
  user: string | null;
  password: string | null;
}

/** Hears what nodemailer does, entry by entry. */
export type SmtpLogger = Record<
  'level' | 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal',
  (entry: unknown) => void
>;

const connectTimeoutMs = 10_000;
const silenceTimeoutMs = 30_000;

/** A way to a mail server, on a connection of its own, with every wait limited. `logger` hears what nodemailer does. */
export function openSmtp(server: SmtpServer, logger?: SmtpLogger) {
  return createTransport({
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
    ...(logger === undefined ? {} : { logger }),
  });
}
