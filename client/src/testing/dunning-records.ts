import { defaultDunningPolicy } from '#shared/api/dunning-policy.ts';
import type { CustomerDunning, OnTheLadder, SavedPolicy, ServerAtPanel } from '../api/dunning.ts';
import { at } from './records.ts';

/** The policy as it is before anybody saved one. */
export function aPolicy(over: Partial<SavedPolicy> = {}): SavedPolicy {
  return {
    policy: defaultDunningPolicy,
    version: 1,
    enabledSince: null,
    updatedAt: null,
    waiting: 0,
    ...over,
  };
}

/** Chidi, a cent below zero since this morning. */
export function anOwing(over: Partial<OnTheLadder> = {}): OnTheLadder {
  return {
    customerId: 13,
    customerName: 'chidi',
    balance: -10_000n,
    stage: 'grace',
    hold: null,
    stageSince: at('08:00'),
    emptyAt: at('08:00'),
    graceUntil: at('08:00', '2026-11-24'),
    suspendAt: at('08:00', '2026-11-24'),
    deletableAt: null,
    serversSuspended: 0,
    serversPending: 0,
    ...over,
  };
}

/** A customer who owes nothing, by a policy that is off. */
export function aStanding(over: Partial<CustomerDunning> = {}): CustomerDunning {
  return {
    enabled: false,
    timezone: 'UTC',
    stage: 'clear',
    hold: null,
    stageSince: null,
    emptyAt: null,
    graceUntil: null,
    suspendAt: null,
    deletableAt: null,
    flag: null,
    steps: [],
    ...over,
  };
}

/** A server that we never touched. */
export function anUntouched(over: Partial<ServerAtPanel> = {}): ServerAtPanel {
  return {
    wish: null,
    acts: [],
    deletion: null,
    noDeletion: 'The dunning policy deletes nothing: it can be allowed there.',
    ...over,
  };
}
