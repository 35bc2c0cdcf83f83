import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';

/** A mail as it was taken. */
export interface TakenMail {
  from: string;
  to: string[];
  /** Headers and body, as they came. */
  raw: string;
}

/**
 * What goes wrong with the next mail: refused for good at RCPT, put off at DATA, taken with the connection cut before
 * the answer, so that the sender cannot know, or refused at the log-in with the password in the refusal.
 */
export type SmtpFault = 'refuse' | 'put-off' | 'take-and-vanish' | 'repeat-password';

export interface SmtpSink {
  port: number;
  mails: TakenMail[];
  /** Faults of the mails to come, one each. */
  faults: SmtpFault[];
  /** Who logged in, as 'user:password'. */
  logins: string[];
  close(): Promise<void>;
}

/** A mail server on loopback that keeps what it takes. RFC 5321 as the library smtp-server speaks it, without TLS. */
export async function startSmtpSink({
  port = 0,
  onMail = () => {},
}: {
  port?: number;
  onMail?: (mail: TakenMail) => void;
} = {}): Promise<SmtpSink> {
  const mails: TakenMail[] = [];
  const faults: SmtpFault[] = [];
  const logins: string[] = [];
  const server = new SMTPServer({
    disabledCommands: ['STARTTLS'],
    authOptional: true,
    allowInsecureAuth: true,
    logger: false,
    closeTimeout: 200,
    onAuth: ({ username, password }, _session, answer) => {
      logins.push(`${username}:${password}`);
      if (faults[0] === 'repeat-password') {
        faults.shift();
        return answer(Object.assign(new Error(`The password ${password} is wrong`), { responseCode: 535 }));
      }
      answer(null, { user: username });
    },
    onRcptTo: (_address, _session, answer) => {
      if (faults[0] !== 'refuse') return answer();
      faults.shift();
      answer(Object.assign(new Error('No such mailbox'), { responseCode: 550 }));
    },
    onData: (stream, session, answer) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const fault = faults.shift();
        if (fault === 'put-off') {
          return answer(Object.assign(new Error('Try again later'), { responseCode: 451 }));
        }
        const { mailFrom, rcptTo } = session.envelope;
        const mail = {
          from: mailFrom ? mailFrom.address : '',
          to: rcptTo.map(({ address }) => address),
          raw: Buffer.concat(chunks).toString('utf8'),
        };
        mails.push(mail);
        onMail(mail);
        if (fault !== 'take-and-vanish') return answer(null);
        for (const connection of server.connections) connection._socket?.destroy();
      });
    },
  });
  server.on('error', () => {}); // of connections that we cut ourselves
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const { port: taken } = server.server.address() as AddressInfo;
  return {
    port: taken,
    mails,
    faults,
    logins,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
