import { type Request, type Response, Router } from 'express';
import type { Order } from '../world/entities.ts';
import type { Shop } from '../world/shop.ts';

/** The page PayPal shows the buyer: say yes, or go back. */
export function approvePage(shop: Shop): Router {
  const router = Router();
  router.get('/', (request, response) => {
    const order = shop.orders.get(String(request.query.token));
    response
      .status(order ? 200 : 404)
      .type('html')
      .send(order ? page(order) : gone());
  });
  router.post('/', (request: Request, response: Response) => {
    const { token, answer } = request.body as { token?: string; answer?: string };
    const order = shop.orders.get(String(token));
    if (!order) return void response.status(404).type('html').send(gone());
    if (answer === 'approve') shop.approve(order.id);
    const back = answer === 'approve' ? order.returnUrl : order.cancelUrl;
    if (back === null) return void response.type('html').send(page(order));
    response.redirect(303, backTo(back, order.id, answer === 'approve'));
  });
  return router;
}

/** PayPal adds the order's id as `token`, and the payer's where there is one. */
function backTo(url: string, orderId: string, approved: boolean): string {
  const target = new URL(url);
  target.searchParams.set('token', orderId);
  if (approved) target.searchParams.set('PayerID', 'EMULATEDBUYER');
  return target.href;
}

function page(order: Order): string {
  const amount = `${escaped(order.amount.value)} ${escaped(order.amount.currency_code)}`;
  const done = !isUndecided(order);
  const body = done
    ? `<p>This payment was ${order.status === 'COMPLETED' ? 'paid' : 'approved'} already.</p>`
    : `<form method="post">
        <input type="hidden" name="token" value="${escaped(order.id)}">
        <button name="answer" value="approve">Pay ${amount}</button>
        <button name="answer" value="refuse" class="quiet">Cancel and go back</button>
      </form>`;
  return layout(`<p class="to">${escaped(order.brandName ?? 'A shop')}</p>
    <p class="amount">${amount}</p><p>${escaped(order.description ?? '')}</p>${body}`);
}

function isUndecided({ status }: Order): boolean {
  return status === 'CREATED' || status === 'PAYER_ACTION_REQUIRED';
}

function gone(): string {
  return layout('<p>PayPal knows no such payment.</p>');
}

function layout(content: string): string {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Emulated PayPal</title>
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <style>:root{color-scheme:light dark}body{font:16px/1.5 system-ui,sans-serif;display:grid;place-items:center;min-height:100vh;margin:0;background:Canvas;color:CanvasText}
  main{width:min(24rem,calc(100vw - 2rem));border:1px solid #8888;border-radius:12px;padding:1.5rem;box-sizing:border-box}
  h1{font-size:1rem;margin:0 0 1rem}.to{margin:0}.amount{font-size:2rem;font-weight:600;margin:.25rem 0}
  button{font:inherit;display:block;width:100%;padding:.7rem;border-radius:8px;border:1px solid #0353a8;background:#0353a8;color:#fff;margin-top:.6rem;cursor:pointer}
  button.quiet{background:transparent;color:inherit;border-color:#888}</style></head>
  <body><main><h1>Emulated PayPal: no money moves</h1>${content}</main></body></html>`;
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (letter) => `&#${letter.charCodeAt(0)};`);
}
