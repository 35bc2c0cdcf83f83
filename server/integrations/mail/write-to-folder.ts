import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createTransport } from 'nodemailer';
import type { Mail, MailResult } from './mail.ts';

/** Puts a mail into a folder as a file that mail programs open. Written again it is the same file. */
export async function writeToFolder(folder: string, mail: Mail): Promise<MailResult> {
  const composer = createTransport({ streamTransport: true, buffer: true });
  const { message } = await composer.sendMail(mail);
  if (!Buffer.isBuffer(message)) throw new Error('A buffering transport gives a buffer');
  const [local = ''] = mail.messageId.split('@');
  const name = `${local.replace(/[^\w.-]+/g, '')}.eml`;
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, `${name}.part`), message);
  await rename(join(folder, `${name}.part`), join(folder, name));
  return { outcome: 'sent', detail: `Written to ${name}` };
}
