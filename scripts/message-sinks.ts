import { systemClock } from '#server/clock.ts';
import { startDiscordEmulator } from '#server/emulators/discord/start-discord-emulator.ts';
import { startSmtpSink } from '#server/emulators/smtp/start-smtp-sink.ts';
import { startWebhookReceiver } from '#server/emulators/webhooks/start-webhook-receiver.ts';
import { runScript } from './run-script.ts';

/**
 * A mail server, a Discord and a receiver of webhooks on loopback, to try the channels of notices by hand: prints what
 * arrives. The application must be started with PRIVATE_WEBHOOKS=allow.
 */
await runScript(async () => {
  const sink = await startSmtpSink({
    onMail: ({ to, raw }) => console.log(`\nMail to ${to.join(', ')}\n${raw}`),
  });
  const discord = await startDiscordEmulator({
    now: () => systemClock.now(),
    onMessage: (message) => console.log(`\nTo Discord\n${JSON.stringify(message, null, 2)}`),
  });
  const receiver = await startWebhookReceiver({
    onWebhook: ({ headers, body }) => console.log(`\nWebhook ${headers['webhook-id']}\n${body}`),
  });
  console.log(`Mail server: 127.0.0.1, port ${sink.port}, no encryption`);
  console.log(`Discord:     ${discord.url}`);
  console.log(`Webhook:     ${receiver.url}`);
  console.log('Stop: Ctrl-C');
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void Promise.all([sink.close(), discord.close(), receiver.close()]));
  }
  return 0;
});
