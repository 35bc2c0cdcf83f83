/** Packages by what they are for, where a folder may use all of them or none. */
export const web = [
  'express',
  'express-session',
  'express-rate-limit',
  'helmet',
  'compression',
  'connect-pg-simple',
];
export const database = ['drizzle-orm', 'pg', 'graphile-worker'];

/** What no page may load. */
export const serverSide = [
  ...web,
  ...database,
  'node-cron',
  'pino',
  'undici',
  'cockatiel',
  'nodemailer',
  '@node-rs/argon2',
  'otplib',
  'qrcode',
  '@zxcvbn-ts/core',
  '@zxcvbn-ts/language-common',
  '@zxcvbn-ts/language-en',
  'node:',
];
