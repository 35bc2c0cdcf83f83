import type { Request, RequestHandler } from 'express';
import { type Access, type Endpoint, type StepUp, wantsStepUp } from '#shared/api/endpoint.ts';
import { can, mayDo, type Permission } from '#shared/auth/roles.ts';
import type { Staff } from '../context.ts';
import { AppError } from '../errors.ts';
import { STEP_UP_MS } from '../services/admins/session-times.ts';
import { type SignedIn, stateOf } from './request-context.ts';

/** Before anything of the request is read: a stranger learns nothing from how a body is judged. */
export function authorise({ access, stepUp }: Pick<Endpoint, 'access' | 'stepUp'>): RequestHandler {
  return (request, _response, next) => {
    refuseUnlessAllowed(access, stateOf(request).actor);
    if (stepUp === 'always') requireFreshProof(stepUp, request, {});
    next();
  };
}

/**
 * Refuses what wants a fresh proof to an admin whose last one is older than ten minutes, and to a token that was not
 * made for it. @throws AppError 'step_up_wanted'
 */
export function requireFreshProof(
  stepUp: StepUp | undefined,
  request: Request,
  input: Record<string, unknown>,
): void {
  if (!wantsStepUp(stepUp, input)) return;
  const { ctx, actor, confirmedAt } = stateOf(request);
  if (actor?.kind === 'token' && actor.sensitive) return;
  if (actor?.kind === 'admin' && confirmedAt && isFresh(confirmedAt, ctx.clock.now())) return;
  throw new AppError(
    'step_up_wanted',
    actor?.kind === 'token'
      ? 'This asks a person for their password. A token may do it when it was made for sensitive actions.'
      : 'Show once more that it is you: by your password, or a code of your authenticator app.',
  );
}

function isFresh(confirmedAt: Date, now: Date): boolean {
  return now.getTime() - confirmedAt.getTime() < STEP_UP_MS;
}

function refuseUnlessAllowed(access: Access, actor: SignedIn | null): void {
  if (access === 'public') return;
  if (access === 'customer-link') refuseUnlessCustomer(actor);
  else refuseUnlessStaff(access, actor);
}

function refuseUnlessStaff(access: Permission | 'signed-in', actor: SignedIn | null): void {
  if (!actor) throw new AppError('unauthenticated', 'Sign in first, or send an API token.');
  if (actor.kind === 'customer') {
    throw new AppError(
      'forbidden',
      `A customer’s link opens their own page and nothing else: this needs ${access}.`,
      { facts: { permission: access } },
    );
  }
  if (access === 'signed-in') return;
  if (!mayDo(actor, access)) throw lacks(actor, access);
  if (actor.kind === 'admin' && actor.secondFactorMissing) {
    throw new AppError(
      'second_factor_missing',
      'Set up a second factor first, on the page of your account: this installation asks your role for one.',
    );
  }
}

function lacks(actor: Staff, permission: Permission): AppError {
  const narrowed = can(actor.role, permission)
    ? 'this token was made without'
    : `the role ${actor.role} lacks`;
  return new AppError('forbidden', `This needs the permission ${permission}, which ${narrowed}.`, {
    facts: { permission, role: actor.role },
  });
}

function refuseUnlessCustomer(actor: SignedIn | null): void {
  if (!actor) throw new AppError('unauthenticated', 'Open this page by the link you were sent.');
  if (actor.kind === 'customer') return;
  throw new AppError(
    'forbidden',
    'This is about the customer whose link is shown: it needs a customer-link.',
    {
      facts: { permission: 'customer-link' },
    },
  );
}
