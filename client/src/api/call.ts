import type { z } from 'zod';
import { type Endpoint, type OutputOf, pathNames, type SentTo } from '#shared/api/endpoint.ts';
import { type ErrorBody, type ErrorCode, errorBody, type FieldProblem } from '#shared/api/errors.ts';
import { customerLinkToken } from './customer-link.ts';

/** A refused or failed call: the server's code and words, or ours where the server could not be heard. */
export class ApiError extends Error {
  override name = 'ApiError';
  readonly code: ErrorCode;
  /** Problems by field, as the request spelled the fields. */
  readonly fields: readonly FieldProblem[];
  /** What the page may need to go on, such as the record as it is now. */
  readonly facts: Record<string, unknown>;
  /** To be quoted to whoever reads the logs; empty when the server was not reached. */
  readonly requestId: string;
  /** 0 when there was no reply. */
  readonly status: number;

  constructor(error: ErrorBody['error'], status: number) {
    super(error.message);
    this.code = error.code;
    this.fields = error.fields;
    this.facts = error.facts;
    this.requestId = error.requestId;
    this.status = status;
  }
}

type Row = Endpoint<z.ZodObject, z.ZodType>;
type SessionEnd = () => void;
const sessionEnds = new Set<SessionEnd>();

/** Hears when the server no longer knows who we are. Returns the function that stops listening. */
export function onSessionEnd(listener: SessionEnd): () => void {
  sessionEnds.add(listener);
  return () => sessionEnds.delete(listener);
}

/** Asks whoever sits there to prove once more that it is them; true when they did. */
type AskForProof = () => Promise<boolean>;
let askForProof: AskForProof | null = null;

/** Is asked when a call is refused until it is proved who calls. Returns the function that stops it. */
export function onStepUpWanted(ask: AskForProof): () => void {
  askForProof = ask;
  return () => {
    if (askForProof === ask) askForProof = null;
  };
}

/**
 * Calls an endpoint by its row and decodes the reply by the same row. Where that wants a fresh proof of who calls,
 * they are asked for it, and the very same call is sent once more.
 * @throws ApiError for everything but a decoded reply; an aborted call throws what `fetch` throws.
 */
export async function call<E extends Row>(
  row: E,
  input: SentTo<E>,
  options: { signal?: AbortSignal } = {},
): Promise<OutputOf<E>> {
  try {
    return await callOnce(row, input, options);
  } catch (error) {
    const wanted = error instanceof ApiError && error.code === 'step_up_wanted';
    if (!wanted || !askForProof || !(await askForProof())) throw error;
    return callOnce(row, input, options);
  }
}

async function callOnce<E extends Row>(
  row: E,
  input: SentTo<E>,
  options: { signal?: AbortSignal },
): Promise<OutputOf<E>> {
  const response = await send(row, requestOf(row, input), options.signal);
  const body = await bodyOf(response);
  if (!response.ok) throw refusal(row, response, body);
  const reply = row.output.safeParse(body);
  if (!reply.success) throw unreadable(response);
  return reply.data as OutputOf<E>;
}

/**
 * Reads a file by its row, where a plain link would come without the token of a customer's link.
 * @throws ApiError for everything but a file
 */
export async function readFile<E extends Row>(
  row: E,
  input: SentTo<E>,
): Promise<{ content: Blob; filename: string }> {
  const response = await send(row, requestOf(row, input));
  if (!response.ok) throw refusal(row, response, await bodyOf(response));
  const named = /filename="?([^";]+)"?/.exec(response.headers.get('content-disposition') ?? '');
  return { content: await response.blob(), filename: named?.[1] ?? 'file' };
}

/** The address of a row that is read, with its input in it: a file to save, or a stream to follow. */
export function urlOf<E extends Row>(row: E, input: SentTo<E>): string {
  return requestOf(row, input).url;
}

function requestOf(row: Row, input: Record<string, unknown>): { url: string; body: string | null } {
  const inPath = pathNames(row.path);
  const path = row.path.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(String(input[name])));
  const rest = Object.entries(input).filter(([key, value]) => !inPath.includes(key) && value !== undefined);
  if (row.method === 'POST' || row.method === 'PUT') {
    return { url: path, body: JSON.stringify(Object.fromEntries(rest)) };
  }
  const query = new URLSearchParams(rest.map(([key, value]) => [key, String(value)])).toString();
  return { url: query ? `${path}?${query}` : path, body: null };
}

async function send(
  row: Row,
  { url, body }: ReturnType<typeof requestOf>,
  signal?: AbortSignal,
): Promise<Response> {
  const headers: Record<string, string> = { accept: 'application/json' };
  if (body !== null) headers['content-type'] = 'application/json';
  const token = row.access === 'customer-link' ? customerLinkToken() : null;
  if (token !== null) headers.authorization = `Bearer ${token}`;
  try {
    return await fetch(url, { method: row.method, headers, body, signal, credentials: 'same-origin' });
  } catch (cause) {
    if (signal?.aborted) throw cause;
    throw failure('unavailable', 'The server cannot be reached. Check the connection, then try again.', 0);
  }
}

/** The body as JSON; undefined where it is something else, such as the page of a proxy. */
async function bodyOf(response: Response): Promise<unknown> {
  try {
    return await response.json();
  } catch {
    return undefined;
  }
}

function refusal(row: Row, response: Response, body: unknown): ApiError {
  const told = errorBody.safeParse(body);
  const error = told.success ? new ApiError(told.data.error, response.status) : unreadable(response);
  // Sign-in and a customer's link are refused with 401 too; that is their own pages' business.
  const isSession = row.access !== 'public' && row.access !== 'customer-link';
  if (response.status === 401 && isSession) for (const listener of sessionEnds) listener();
  return error;
}

function unreadable(response: Response): ApiError {
  const gateway = response.status >= 502 && response.status <= 504;
  return gateway
    ? failure('unavailable', 'The server is not ready to answer. Try again in a minute.', response.status)
    : failure(
        'internal',
        'The server sent a reply this page cannot read. Reload the page to get its newest version.',
        response.status,
      );
}

function failure(code: ErrorCode, message: string, status: number): ApiError {
  return new ApiError({ code, message, fields: [], facts: {}, requestId: '' }, status);
}
