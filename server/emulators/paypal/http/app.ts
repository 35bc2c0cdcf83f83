import express, { type Express, type Request, type Response } from 'express';
import type { Shop } from '../world/shop.ts';
import type { Access } from './access.ts';
import { answerWith } from './answer.ts';
import { type ApiRoute, apiRoutes } from './api-routes.ts';
import { approvePage } from './approve-page.ts';
import type { Faults } from './faults.ts';
import { refusal, unauthorized } from './replies.ts';

export interface PayPalParts {
  shop: Shop;
  access: Access;
  faults: Faults;
  /** PEM by name: `/v1/notifications/certs/<name>`. */
  certificates: Map<string, string>;
  webhook: { id: string; url: string | null };
  url: () => string;
}

/** PayPal's REST interface, its approve page, and its certificates. */
export function payPalApp(parts: PayPalParts): Express {
  const app = express();
  app.disable('x-powered-by');
  app.use(express.json(), express.urlencoded({ extended: false }));
  app.post('/v1/oauth2/token', tokens(parts));
  app.get('/v1/notifications/certs/:name', (request, response) => {
    const pem = parts.certificates.get(String(request.params.name));
    if (pem === undefined) return void response.status(404).end();
    response.type('application/x-pem-file').send(pem);
  });
  app.use('/checkoutnow', approvePage(parts.shop));
  for (const route of [...apiRoutes(parts), webhookRoute(parts)]) {
    app[route.method === 'GET' ? 'get' : 'post'](route.path, serve(parts, route));
  }
  app.use((_request: Request, response: Response) => {
    const { status, body } = refusal(404, 'RESOURCE_NOT_FOUND');
    response.status(status).json(body);
  });
  return app;
}

function tokens({ access, faults }: PayPalParts) {
  return async (request: Request, response: Response) => {
    const fault = faults.take('POST /v1/oauth2/token');
    await answerWith(response, fault, () => {
      const wants = (request.body as { grant_type?: unknown }).grant_type === 'client_credentials';
      const grant = wants ? access.grant(request) : null;
      return grant
        ? { status: 200, body: { scope: '', app_id: 'APP-EMULATED', ...grant } }
        : unauthorized('invalid_client');
    });
  };
}

function serve({ access, faults }: PayPalParts, route: ApiRoute) {
  return async (request: Request, response: Response) => {
    const fault = faults.take(`${route.method} ${route.path}`);
    if (fault?.kind === 'token-expired') access.expireAll();
    await answerWith(response, fault, () => {
      if (!access.accepts(request)) return unauthorized('invalid_token');
      return route.answer(request, fault?.kind ?? null);
    });
  };
}

/** Webhooks management v1: what the account sends where. */
function webhookRoute({ webhook }: PayPalParts): ApiRoute {
  return {
    method: 'GET',
    path: '/v1/notifications/webhooks/:id',
    answer: (request) => {
      if (request.params.id !== webhook.id) return refusal(404, 'INVALID_RESOURCE_ID');
      return { status: 200, body: { id: webhook.id, url: webhook.url, event_types: [{ name: '*' }] } };
    },
  };
}
