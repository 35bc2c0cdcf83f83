/** One answer, before faults touch it. Without a body nothing is sent, and no JSON content type is claimed. */
export interface Reply {
  readonly status: number;
  readonly body?: unknown;
  readonly contentType?: string;
  readonly headers?: Record<string, string>;
}

/** Thrown by a handler to answer at once. */
export class Refusal extends Error {
  readonly reply: Reply;

  constructor(reply: Reply) {
    super(`answers ${reply.status}`);
    this.reply = reply;
  }
}

export const data = (body: unknown): Reply => ({ status: 200, body: { data: body } });
export const created = (body: unknown): Reply => ({ status: 201, body: { data: body } });
/** 201 without a body and with a content type that is not JSON: what most PUTs answer. */
export const createdEmpty = (): Reply => ({ status: 201, contentType: 'application/octet-stream' });
export const noContent = (): Reply => ({ status: 204 });
export const unauthorized = (): Reply => ({ status: 401 });
export const forbidden = (): Reply => ({ status: 403, body: { message: 'This action is unauthorized.' } });
/** The only 404 that means "this server is gone". */
export const gone = (): Reply => ({ status: 404, body: { msg: 'server not found' } });
/** Not the record, but the way to it, is missing: nothing may be concluded. */
export const bareNotFound = (): Reply => ({ status: 404 });
export const locked = (): Reply => ({
  status: 423,
  body: { msg: 'The server is locked. Other tasks are pending' },
});
/** Laravel's validation body: field to sentences. */
export const invalid = (fields: Record<string, string[]>): Reply => ({
  status: 422,
  body: { message: 'The given data was invalid.', errors: fields },
});
/** A refusal for reasons of business: sentences without fields. */
export const refused = (status: number, ...errors: string[]): Reply => ({ status, body: { errors } });

export const htmlError = (): Reply => ({
  status: 500,
  contentType: 'text/html; charset=UTF-8',
  body: '<!DOCTYPE html><html><head><title>Server Error</title></head><body>500 | Server Error</body></html>',
});

export const htmlPage = (): Reply => ({
  status: 200,
  contentType: 'text/html; charset=UTF-8',
  body: '<!DOCTYPE html><html><head><title>Sign in</title></head><body>Sign in to continue</body></html>',
});
