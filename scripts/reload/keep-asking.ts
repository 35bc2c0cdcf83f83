import { Agent, request } from 'undici';

export interface Asked {
  answered: number;
  /** Requests that got no answer, or another than 200, each in a word. */
  lost: string[];
}

interface Asking {
  url: string;
  /** Connections that are kept, as a proxy does, and loops that make one for each request. */
  kept: number;
  fresh: number;
  stop: AbortSignal;
}

/** Asks without a pause from several sides until it is told to stop. Nothing is tried twice. */
export async function keepAsking({ url, kept, fresh, stop }: Asking): Promise<Asked> {
  const asked: Asked = { answered: 0, lost: [] };
  const loops = [
    ...Array.from({ length: kept }, () => loop(url, { agent: new Agent({ connections: 1 }), stop, asked })),
    ...Array.from({ length: fresh }, () =>
      loop(url, { agent: new Agent({ connections: 1, pipelining: 0 }), stop, asked }),
    ),
  ];
  await Promise.all(loops);
  return asked;
}

async function loop(
  url: string,
  { agent, stop, asked }: { agent: Agent; stop: AbortSignal; asked: Asked },
): Promise<void> {
  while (!stop.aborted) {
    try {
      const { statusCode, body } = await request(url, { dispatcher: agent });
      await body.dump();
      if (statusCode === 200) asked.answered += 1;
      else asked.lost.push(`status ${statusCode}`);
    } catch (error) {
      asked.lost.push(error instanceof Error ? error.message : String(error));
    }
  }
  await agent.close();
}
