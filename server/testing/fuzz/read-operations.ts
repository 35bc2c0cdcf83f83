import type { Schema, Schemas } from './arbitrary-of-schema.ts';
import type { Operation } from './arbitrary-request.ts';

interface Document {
  paths: Record<string, Record<string, DocumentedOperation>>;
  components: { schemas: Schemas };
}

interface DocumentedOperation {
  operationId: string;
  security: Record<string, unknown>[];
  parameters?: Operation['parameters'];
  requestBody?: { content: { 'application/json': { schema: Schema } } };
  responses: Record<string, { content?: Record<string, unknown> }>;
}

/** Every operation of an OpenAPI document of ours, as JSON. */
export function readOperations(document: Document): { operations: Operation[]; schemas: Schemas } {
  const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(
      ([method, documented]): Operation => ({
        method: method.toUpperCase(),
        path,
        operationId: documented.operationId,
        parameters: documented.parameters ?? [],
        body: documented.requestBody?.content['application/json'].schema ?? null,
        wantsLink: documented.security.some((way) => 'customerLink' in way),
        responses: new Map(
          Object.entries(documented.responses).map(([status, { content }]) => [
            Number(status),
            Object.keys(content ?? {}),
          ]),
        ),
      }),
    ),
  );
  return { operations, schemas: document.components.schemas };
}
