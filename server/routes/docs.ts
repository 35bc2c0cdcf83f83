import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { Router } from 'express';
import { api } from '#shared/api/index.ts';
import { openApiDocument } from '../http/openapi.ts';

const page = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>SkyPANEL Hourly Billing API</title>
    <link rel="stylesheet" href="/api/docs/swagger-ui.css">
    <link rel="icon" href="/api/docs/favicon-32x32.png">
  </head>
  <body>
    <div id="docs"></div>
    <script src="/api/docs/swagger-ui-bundle.js"></script>
    <script src="/api/docs/start.js"></script>
  </body>
</html>
`;

const start = `SwaggerUIBundle({ url: '/api/openapi.json', dom_id: '#docs', deepLinking: true, validatorUrl: null });
`;

const files = ['swagger-ui.css', 'swagger-ui-bundle.js', 'favicon-32x32.png'];

/** /api/openapi.json and /api/docs: the contract, open to anyone, with nothing from elsewhere. */
export function docsRouter(info: { version: string; cookieName: string }): Router {
  // Made when it is first asked for: it is a tenth of the work of a start.
  let document: string | undefined;
  const folder = dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'));
  const router = Router();
  router.get('/api/openapi.json', (_request, response) => {
    document ??= JSON.stringify(openApiDocument(api, info));
    response.type('json').send(document);
  });
  router.get('/api/docs', (_request, response) => response.type('html').send(page));
  router.get('/api/docs/start.js', (_request, response) => response.type('js').send(start));
  for (const file of files) {
    router.get(`/api/docs/${file}`, (_request, response) =>
      response.sendFile(file, { root: folder, maxAge: '1h' }),
    );
  }
  return router;
}
