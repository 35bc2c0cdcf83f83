import type { RequestHandler } from 'express';
import helmet from 'helmet';

const policy = {
  'default-src': ["'self'"],
  'script-src': ["'self'"],
  'style-src': ["'self'"],
  'img-src': ["'self'", 'data:'],
  'connect-src': ["'self'"],
  'frame-ancestors': ["'none'"],
  'object-src': ["'none'"],
  'base-uri': ["'self'"],
  'form-action': ["'self'"],
};

// Vite's own page in development: a script inside the page, styles it adds, and a web socket.
const inDevelopment = {
  ...policy,
  'script-src': ["'self'", "'unsafe-inline'"],
  'style-src': ["'self'", "'unsafe-inline'"],
  'connect-src': ["'self'", 'ws:', 'wss:'],
};

/** What browsers may do with our replies: nothing from elsewhere, nothing inline, no frame around us. */
export function securityHeaders(options: { development: boolean }): RequestHandler {
  const common = {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: options.development ? inDevelopment : policy,
    },
    xFrameOptions: { action: 'deny' as const },
    referrerPolicy: { policy: 'same-origin' as const },
  };
  const overTls = helmet({
    ...common,
    strictTransportSecurity: { maxAge: 31_536_000, includeSubDomains: false },
  });
  const plain = helmet({ ...common, strictTransportSecurity: false });
  // Promised to a browser over plain HTTP it would be ignored, and on a host without TLS it would be a lie.
  return (request, response, next) => (request.secure ? overTls : plain)(request, response, next);
}
