import { startChildren } from './children.ts';
import type { FromPanel, PanelAddress, PanelOptions, ToPanel } from './messages.ts';

export interface BenchPanel extends PanelAddress {
  /** Sets its time; tells what it was asked, by route, and what that cost it, since the last time. */
  setTime(now: Date): Promise<{ calls: number; cpuSeconds: number }>;
  close(): Promise<void>;
}

export async function startPanel({
  profile,
  ...options
}: PanelOptions & { profile: string | null }): Promise<BenchPanel> {
  const { children, greetings, close } = await startChildren<ToPanel, FromPanel>('scripts/bench/panel.ts', {
    options: [options],
    profile,
  });
  const [child, greeting] = [children[0], greetings[0]];
  if (!child || greeting?.kind !== 'listening') throw new Error('the panel says where it listens');
  let spent = 0;
  return {
    url: greeting.url,
    token: greeting.token,
    close,
    setTime: async (now) => {
      const reply = await child.ask({ kind: 'time', now: now.getTime() });
      if (reply.kind !== 'asked') throw new Error('the panel tells what it was asked');
      const cpuSeconds = reply.cpuSeconds - spent;
      spent = reply.cpuSeconds;
      return { calls: Object.values(reply.byRoute).reduce((sum, count) => sum + count, 0), cpuSeconds };
    },
  };
}
