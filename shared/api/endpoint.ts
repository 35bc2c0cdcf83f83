import { z } from 'zod';
import type { Permission } from '#shared/auth/roles.ts';
import { formatMoney, type Micros } from '#shared/billing/money.ts';

export type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';

/**
 * Anyone may call a 'public' endpoint; 'signed-in' wants any admin; 'customer-link' the link of a customer, who is
 * then the one it is about; else the permission named.
 */
export type Access = Permission | 'public' | 'signed-in' | 'customer-link';

/**
 * One row of the API: read by the server to mount it, by the browser to call it, by the documentation to
 * print it. `input` is one object: its keys named in the path come from the path, the others from the query
 * (GET, DELETE) or the JSON body (POST, PUT).
 */
export interface Endpoint<Input extends z.ZodObject = z.ZodObject, Output extends z.ZodType = z.ZodType> {
  method: Method;
  path: `/api/${string}`;
  access: Access;
  summary: string;
  input: Input;
  output: Output;
  /** What the reply is, where it is a file and not JSON: see `download`. */
  type?: FileType;
  /**
   * Wants whoever calls to have proved within ten minutes that it is them, by sign-in or `auth.confirm`: 'always', or
   * where the `amount` of the input is at least so much. Of tokens only those made for it pass.
   */
  stepUp?: StepUp;
  /** Answers with server-sent events, each a JSON `output`, until there is nothing more to tell. Always a GET. */
  stream?: true;
}

export type StepUp = 'always' | { fromAmount: Micros };

/** Whether this input of a row wants a fresh proof. */
export function wantsStepUp(stepUp: StepUp | undefined, input: Record<string, unknown>): boolean {
  if (stepUp === undefined || stepUp === 'always') return stepUp === 'always';
  return typeof input.amount === 'bigint' && input.amount >= stepUp.fromAmount;
}

/** What a row with a step-up asks for, in a sentence. */
export function stepUpWords(stepUp: StepUp): string {
  const when = stepUp === 'always' ? '' : ` from an amount of ${formatMoney(stepUp.fromAmount)} on`;
  return `Wants a proof within ten minutes${when} (\`/api/auth/confirm\`), or a token made for it.`;
}

/** Files that endpoints may answer with. */
export type FileType = 'text/csv' | 'application/pdf';

/** A file on its way: its name for whoever saves it, and its content, read as it is sent. */
export interface FileReply {
  filename: string;
  content: AsyncIterable<string | Uint8Array>;
}

const fileReply = z.custom<FileReply>((value) => typeof value === 'object' && value !== null);

/** Declares an endpoint, keeping the exact types of its input and output. */
export function endpoint<Input extends z.ZodObject, Output extends z.ZodType>(
  row: Endpoint<Input, Output>,
): Endpoint<Input, Output> {
  return row;
}

/** Declares an endpoint that answers with a file. Browsers follow a link to it; `urlOf` makes one. */
export function download<Input extends z.ZodObject>(
  row: Omit<Endpoint<Input, typeof fileReply>, 'method' | 'output' | 'type'> & { type: FileType },
): Endpoint<Input, typeof fileReply> {
  return { ...row, method: 'GET', output: fileReply };
}

/** What a verb receives: the parsed input. */
export type InputOf<E> = E extends Endpoint<infer I, z.ZodType> ? z.output<I> : never;
/** What a caller may send: the input before parsing. */
export type SentTo<E> = E extends Endpoint<infer I, z.ZodType> ? z.input<I> : never;
/** What a verb returns, with money as bigint and instants as Date. */
export type OutputOf<E> = E extends Endpoint<z.ZodObject, infer O> ? z.output<O> : never;

/** The names in a path: '/api/admin/runs/:id' → ['id']. */
export function pathNames(path: string): string[] {
  return [...path.matchAll(/:(\w+)/g)].map((match) => match[1] ?? '');
}
