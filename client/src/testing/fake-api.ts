import { z } from 'zod';
import { type Endpoint, type InputOf, type OutputOf, pathNames, type SentTo } from '#shared/api/endpoint.ts';
import { type ErrorBody, type ErrorCode, errorStatus } from '#shared/api/errors.ts';

type Row = Endpoint<z.ZodObject, z.ZodType>;
type Reply = { status: number; body: unknown };
type Responder = (input: Record<string, unknown>) => Reply | Promise<Reply>;

export interface Refusal extends Partial<Omit<ErrorBody['error'], 'code'>> {
  code: ErrorCode;
}

/** An API that answers by endpoint row, behind the real `fetch`: a reply of a wrong shape fails to compile. */
export class FakeApi {
  private readonly responders = new Map<string, { row: Row; respond: Responder }>();
  private readonly heard: { row: Row; input: unknown }[] = [];

  /** Answers a row from now on, by a reply or by a function of what was asked. The newest answer counts. */
  answer<E extends Row>(
    row: E,
    reply: OutputOf<E> | ((input: InputOf<E>) => OutputOf<E> | Promise<OutputOf<E>>),
  ) {
    this.set(row, async (input) => {
      const value = typeof reply === 'function' ? await (reply as (input: unknown) => unknown)(input) : reply;
      return { status: 200, body: z.encode(row.output, value) };
    });
    return this;
  }

  /** Refuses a row from now on. */
  refuse<E extends Row>(row: E, { code, ...error }: Refusal) {
    const told = {
      message: `Refused: ${code}`,
      fields: [],
      facts: {},
      requestId: 'request-1',
      ...error,
      code,
    };
    this.set(row, () => ({ status: errorStatus[code], body: { success: false, error: told } }));
    return this;
  }

  /** Leaves a row without an answer until the function it returns is called. */
  hold<E extends Row>(row: E, reply: OutputOf<E>): () => void {
    let release = () => {};
    const released = new Promise<void>((resolve) => {
      release = resolve;
    });
    this.set(row, async () => {
      await released;
      return { status: 200, body: z.encode(row.output, reply) };
    });
    return release;
  }

  /** What was sent to a row, oldest first, as it travelled. */
  sent<E extends Row>(row: E): SentTo<E>[] {
    return this.heard.filter((call) => call.row === row).map((call) => call.input as SentTo<E>);
  }

  /** For `globalThis.fetch`. */
  readonly fetch = async (url: RequestInfo | URL, init: RequestInit = {}): Promise<Response> => {
    const { pathname, searchParams } = new URL(String(url), 'http://localhost');
    const method = init.method ?? 'GET';
    for (const { row, respond } of this.responders.values()) {
      const named = row.method === method ? namedIn(row.path, pathname) : null;
      if (!named) continue;
      const rest = init.body ? JSON.parse(String(init.body)) : Object.fromEntries(searchParams);
      const sent = { ...named, ...rest };
      this.heard.push({ row, input: sent });
      const { status, body } = await respond(sent);
      return Response.json(body, { status });
    }
    throw new Error(`The fake API has no answer for ${method} ${pathname}`);
  };

  private set(row: Row, respond: Responder) {
    this.responders.set(`${row.method} ${row.path}`, { row, respond });
  }
}

/** '/api/admin/runs/7' under '/api/admin/runs/:id' → { id: '7' }; null if it is another path. */
function namedIn(pattern: string, path: string): Record<string, string> | null {
  const match = new RegExp(`^${pattern.replace(/:\w+/g, '([^/]+)')}$`).exec(path);
  if (!match) return null;
  return Object.fromEntries(
    pathNames(pattern).map((name, index) => [name, decodeURIComponent(match[index + 1] ?? '')]),
  );
}
