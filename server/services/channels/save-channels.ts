import type { InputOf, OutputOf } from '#shared/api/endpoint.ts';
import type { api } from '#shared/api/index.ts';
import type { Context } from '../../context.ts';
import { withTransaction } from '../../db/transaction.ts';
import { InvalidInputError } from '../../errors.ts';
import { problemWithTarget } from '../../integrations/webhooks/problem-with-target.ts';
import { SecretBoxError } from '../../secrets/secret-box.ts';
import { changedFields, type Fields } from '../audit/changed-fields.ts';
import { recordAudit } from '../audit/record-audit.ts';
import { channelKeys, lockChannels, placeOf, readChannels, writeChannelKeys } from './channel-settings.ts';
import { getChannels } from './get-channels.ts';

type Channels = OutputOf<typeof api.channels.get>;

/**
 * Saves who writes and by which server; without a password the saved one is kept, for the same server only. Saving
 * what is saved changes nothing. @throws InvalidInputError under 'password'
 */
export function saveMail(
  ctx: Context,
  { mail, password }: InputOf<typeof api.channels.saveMail>,
): Promise<Channels> {
  return withTransaction(ctx, async (tx) => {
    await lockChannels(tx);
    const saved = await readChannels(tx);
    const isOtherServer = mail.host !== saved.mail.host || mail.user !== saved.mail.user;
    if (saved.sealedPassword !== null && mail.user !== null && isOtherServer && password === undefined) {
      throw new InvalidInputError(
        'password',
        'The saved password belongs to another server or user: write this one',
      );
    }
    const kept = mail.user === null ? null : saved.sealedPassword;
    // Sealing twice gives two texts: the same password must come out as no change.
    const isNew = password !== undefined && password !== opened(tx, saved.sealedPassword, 'mailPassword');
    const sealedPassword = isNew && mail.user !== null ? sealed(tx, password, 'mailPassword') : kept;
    const changes = changedFields(saved.mail, mail);
    if (isAny(changes) || sealedPassword !== saved.sealedPassword) {
      await writeChannelKeys(tx, {
        [channelKeys.mail]: JSON.stringify(mail),
        [channelKeys.mailPassword]: sealedPassword,
      });
      await recordAudit(tx, {
        action: 'channel.saved',
        subject: 'channel:mail',
        before: changes.before,
        after: {
          ...changes.after,
          credentials: sealedPassword === saved.sealedPassword ? 'kept' : 'replaced',
        },
      });
    }
    return getChannels(tx);
  });
}

/** Saves where Discord is told, or nowhere (null). @throws InvalidInputError under 'url' */
export function saveDiscord(
  ctx: Context,
  { url }: InputOf<typeof api.channels.saveDiscord>,
): Promise<Channels> {
  if (url !== null) assertDiscordUrl(ctx, url);
  return withTransaction(ctx, async (tx) => {
    await lockChannels(tx);
    const saved = await readChannels(tx);
    if (url !== opened(tx, saved.sealedDiscordUrl, 'discordUrl')) {
      await writeChannelKeys(tx, {
        [channelKeys.discordUrl]: url === null ? null : sealed(tx, url, 'discordUrl'),
      });
      await recordAudit(tx, {
        action: 'channel.saved',
        subject: 'channel:discord',
        before: { address: saved.sealedDiscordUrl === null ? 'none' : 'saved' },
        after: { address: url === null ? 'none' : 'replaced' },
      });
    }
    return getChannels(tx);
  });
}

/** Saves at which hours left customers are warned, and when not. */
export function saveRunway(ctx: Context, input: InputOf<typeof api.channels.saveRunway>): Promise<Channels> {
  return withTransaction(ctx, async (tx) => {
    await lockChannels(tx);
    const { runway } = await readChannels(tx);
    const wanted = { ...input.runway, levels: input.runway.levels.toSorted((one, other) => other - one) };
    const changes = changedFields(runway, wanted);
    if (isAny(changes)) {
      await writeChannelKeys(tx, { [channelKeys.runway]: JSON.stringify(wanted) });
      await recordAudit(tx, { action: 'channel.saved', subject: 'channel:runway', ...changes });
    }
    return getChannels(tx);
  });
}

const DISCORD_PATH = /^\/api(\/v\d+)?\/webhooks\/\d+\/[\w-]+\/?$/;
const discordHosts = ['discord.com', 'discordapp.com', 'ptb.discord.com', 'canary.discord.com'];

/** Where private addresses are allowed, a relay of Discord may stand there. */
function assertDiscordUrl({ env }: Context, text: string): void {
  const problem = problemWithTarget(text, env.webhookReach);
  const url = URL.canParse(text) ? new URL(text) : null;
  const isDiscord =
    url !== null &&
    DISCORD_PATH.test(url.pathname) &&
    (env.webhookReach === 'private' || discordHosts.includes(url.hostname));
  if (problem === null && isDiscord) return;
  throw new InvalidInputError(
    'url',
    problem ?? 'Write the address that Discord gives for a webhook: https://discord.com/api/webhooks/…',
  );
}

function sealed(tx: Context, text: string, key: keyof typeof channelKeys): string {
  return tx.secrets.seal(text, placeOf(channelKeys[key]));
}

function opened(tx: Context, text: string | null, key: keyof typeof channelKeys): string | null {
  try {
    return text === null ? null : tx.secrets.open(text, placeOf(channelKeys[key]));
  } catch (error) {
    // The key has changed since: then any text given is a new one.
    if (error instanceof SecretBoxError) return null;
    throw error;
  }
}

function isAny({ after }: { after: Fields }): boolean {
  return Object.keys(after).length > 0;
}
