import { setTimeout as wait } from 'node:timers/promises';
import type { Response } from 'express';
import type { Faults } from './faults.ts';
import { type Reply, refusal } from './replies.ts';

type Fault = ReturnType<Faults['take']>;

/** Does the work and answers, as the fault that strikes has it. */
export async function answerWith(response: Response, fault: Fault, work: () => Reply): Promise<void> {
  switch (fault?.kind) {
    case 'error':
      return send(response, refusal(500, 'INTERNAL_SERVER_ERROR'));
    case 'rate-limited':
      return send(response, refusal(429, 'RATE_LIMIT_REACHED'));
    case 'html':
      return void response
        .status(200)
        .type('html')
        .send('<!doctype html><p>Sorry, something went wrong.</p>');
    case 'drop-before':
      return void response.socket?.destroy();
    case 'hang':
      return;
    case 'error-after':
      work();
      return send(response, refusal(500, 'INTERNAL_SERVER_ERROR'));
    case 'drop-after':
      work();
      return void response.socket?.destroy();
    case 'slow':
      await wait(fault.ms);
      return send(response, work());
    default:
      return send(response, work());
  }
}

function send(response: Response, { status, body }: Reply): void {
  response.status(status).json(body);
}
