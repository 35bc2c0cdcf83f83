/** 128 random bits as text. Not `randomUUID`: browsers keep that from pages served over plain HTTP. */
export function newIdempotencyKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return `page:${Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')}`;
}
