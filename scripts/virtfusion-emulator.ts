import { parseArgs } from 'node:util';
import { type Fleet, seedConformance, seedDemo, seedMany } from '#server/emulators/virtfusion/fleet.ts';
import { startVirtFusionEmulator } from '#server/emulators/virtfusion/start-virtfusion-emulator.ts';

const usage = `npm run emulator -- [options]   an emulated VirtFusion panel on loopback

  --port N        port (default 8490; 0 takes any free one)
  --servers N     a plain fleet of N servers instead of the demo fleet of 60
  --customers N   how many customers own them (default a fifth of the servers)
  --conformance   the small fleet with one server of each kind instead
  --latency MS    how long every answer takes (default 0)
  --profile V     6.x, 7.0 (default) or 7.1`;

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '8490' },
    servers: { type: 'string' },
    customers: { type: 'string' },
    conformance: { type: 'boolean', default: false },
    latency: { type: 'string', default: '0' },
    profile: { type: 'string', default: '7.0' },
    help: { type: 'boolean', default: false },
  },
});

/** @throws Error naming the option, when it is no whole number of at least `least`. */
function wholeNumber(option: string, text: string, least = 0): number {
  const number = Number(text);
  if (Number.isInteger(number) && number >= least) return number;
  throw new Error(`--${option} wants a whole number of at least ${least}, not "${text}"`);
}

function chosenProfile(text: string): '6.x' | '7.0' | '7.1' {
  if (text === '6.x' || text === '7.0' || text === '7.1') return text;
  throw new Error(`--profile is 6.x, 7.0 or 7.1, not "${text}"`);
}

function chosenFleet(): Fleet {
  if (values.conformance) return seedConformance;
  if (values.servers === undefined) {
    return (world) => seedDemo(world, { now: new Date(world.now()), hoursOfHistory: 6 });
  }
  const servers = wholeNumber('servers', values.servers, 1);
  const customers = wholeNumber('customers', values.customers ?? String(Math.ceil(servers / 5)), 1);
  return (world) => seedMany(world, { servers, customers });
}

async function main(): Promise<void> {
  if (values.help) return console.log(usage);
  const emulator = await startVirtFusionEmulator({
    port: wholeNumber('port', values.port),
    latencyMs: wholeNumber('latency', values.latency),
    profile: chosenProfile(values.profile),
    fleet: chosenFleet(),
  });
  console.log(`VirtFusion emulator with ${emulator.world.servers.size} servers`);
  console.log(`  VIRTFUSION_API_URL=${emulator.url}`);
  console.log(`  VIRTFUSION_API_TOKEN=${emulator.token}`);
  console.log(`  switches: ${emulator.url}/__emulator/faults   stop: Ctrl-C`);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void emulator.close());
}

main().catch((error: Error) => {
  console.error(error.message);
  process.exitCode = 1;
});
