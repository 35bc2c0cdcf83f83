import type { InputOf, OutputOf } from '#shared/api/endpoint.ts';
import type { api } from '#shared/api/index.ts';
import type { Context } from '../../context.ts';
import { InvalidInputError } from '../../errors.ts';
import type { Reach } from '../../integrations/reach.ts';
import { createVirtFusionClient, type Probe } from '../../integrations/virtfusion/client.ts';
import { SecretBoxError } from '../../secrets/secret-box.ts';
import { assertUsable } from './connect-virtfusion.ts';
import { isSamePanel, readSavedConnection } from './saved-connection.ts';
import { PANEL_TOKEN_PLACE } from './settings-keys.ts';

type Input = InputOf<typeof api.settings.testConnection>;
type Report = OutputOf<typeof api.settings.testConnection>;

/**
 * Tries a VirtFusion and reports each permission. Without a token the one in force or saved is used, and only ever
 * sent to its own address. Nothing is saved.
 * @throws InvalidInputError under 'url' or 'token'
 */
export async function testConnection(ctx: Context, input: Input): Promise<Report> {
  const reach = reachOf(ctx, input.url);
  assertUsable(input, reach);
  const token = input.token ?? (await knownToken(ctx, input.url));
  const client = createVirtFusionClient({ baseUrl: input.url, token, reach, clock: ctx.clock, log: ctx.log });
  try {
    return reportOf(await client.probe());
  } finally {
    await client.close();
  }
}

/** Whoever sets the environment may point at a private network; of the settings only where it says so. */
function reachOf({ env }: Context, url: string): Reach {
  return env.virtfusion && isSamePanel(url, env.virtfusion.apiUrl) ? 'private' : env.panelReach;
}

/** The token that belongs to this address. */
async function knownToken(ctx: Context, url: string): Promise<string> {
  const { virtfusion } = ctx.env;
  if (virtfusion && isSamePanel(url, virtfusion.apiUrl)) return virtfusion.apiToken;
  const saved = await readSavedConnection(ctx);
  if (saved.sealedToken === null || saved.url === null || !isSamePanel(url, saved.url)) {
    throw new InvalidInputError(
      'token',
      'Write the API token of this VirtFusion: a token is only sent to its own address',
    );
  }
  try {
    return ctx.secrets.open(saved.sealedToken, PANEL_TOKEN_PLACE);
  } catch (error) {
    if (!(error instanceof SecretBoxError)) throw error;
    throw new InvalidInputError('token', `${error.message} Write the token again.`);
  }
}

/** Billing reads servers and packages; currencies matter only to credit kept in VirtFusion. */
const needed: Record<Probe['checks'][number]['permission'], boolean> = {
  connect: true,
  servers: true,
  packages: true,
  currencies: false,
};

function reportOf({ checks, clockSkewSeconds, version }: Probe): Report {
  return {
    // Any answer carries a date, or an outcome that only an answer can have.
    reachable: clockSkewSeconds !== null || checks.some(({ outcome }) => outcome !== 'unknown'),
    permissions: checks.map(({ permission, ok, detail }) => ({
      permission,
      needed: needed[permission],
      ok,
      detail,
    })),
    panelVersion: version === 'unknown' ? null : version,
    clockSkewSeconds,
  };
}
