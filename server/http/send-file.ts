import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Response } from 'express';
import type { FileReply, FileType } from '#shared/api/endpoint.ts';

/**
 * Sends a file as it is made. What fails before the first piece is refused like any call; what fails later breaks the
 * connection, so that nobody takes half a file for a whole one.
 */
export async function sendFile(response: Response, type: FileType, file: FileReply): Promise<void> {
  const pieces = file.content[Symbol.asyncIterator]();
  const first = await pieces.next();
  response.attachment(file.filename).type(type);
  await pipeline(Readable.from(after(first, pieces), { objectMode: false }), response);
}

async function* after(
  first: IteratorResult<string | Uint8Array>,
  rest: AsyncIterator<string | Uint8Array>,
): AsyncGenerator<string | Uint8Array> {
  for (let piece = first; !piece.done; piece = await rest.next()) yield piece.value;
}
