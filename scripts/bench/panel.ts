import { startVirtFusionEmulator } from '../../server/emulators/virtfusion/start-virtfusion-emulator.ts';
import { flowingClock } from './flowing-clock.ts';
import type { FromPanel, PanelOptions, ToPanel } from './messages.ts';
import { seedPanel } from './seed-panel.ts';

// The emulated VirtFusion in a process of its own, whose time follows the bench's.

const { fleet, latencyMs, now } = JSON.parse(process.argv[2] ?? '{}') as PanelOptions;
const clock = flowingClock(new Date(now));
const tell = (message: FromPanel) => process.connected && process.send?.(message);

const emulator = await startVirtFusionEmulator({
  now: () => clock.now(),
  latencyMs,
  fleet: (world) => seedPanel(world, fleet),
});
process.on('message', (message: ToPanel) => {
  clock.set(new Date(message.now));
  const { user, system } = process.cpuUsage();
  tell({ kind: 'asked', byRoute: emulator.calls.byRoute, cpuSeconds: (user + system) / 1e6 });
  emulator.calls.reset();
});
process.on('disconnect', () => emulator.close().finally(() => process.exit(0)));
tell({ kind: 'listening', url: emulator.url, token: emulator.token });
