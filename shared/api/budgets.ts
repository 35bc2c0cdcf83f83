import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import { instant, money, positiveMoney } from './values.ts';

/** Levels a customer may be told at; a list that a person reads. */
export const budgetLevels = [25, 50, 75, 80, 90, 100, 120, 150] as const;
/** More servers than a customer orders by hand. */
const MOST_ORDERED = 500;

const level = z
  .number()
  .int()
  .refine((percent) => (budgetLevels as readonly number[]).includes(percent), {
    message: `Choose among ${budgetLevels.join(', ')} percent`,
  });

const unique = <Item>(items: readonly Item[]) => new Set(items).size === items.length;

const settings = {
  /** Of a UTC month. */
  monthly: positiveMoney,
  alertPercents: z
    .array(level)
    .max(budgetLevels.length)
    .refine(unique, 'Name each percentage once')
    .meta({ description: 'Percent of the budget at which a notice is sent, once a month each' }),
  hardLimit: z.boolean().meta({
    description: 'At 100 percent the servers of stopOrder are powered off; nothing is ever deleted',
  }),
  stopOrder: z
    .array(z.number().int().positive())
    .max(MOST_ORDERED)
    .refine(unique, 'Name each server once')
    .meta({ description: 'Ids of servers, the first one stopped first; those not named keep running' }),
};

/** What became of a server that a hard limit is to stop. */
export const stopStatuses = ['stopping', 'off', 'starting', 'started', 'dropped'] as const;

const stop = z.object({
  serverId: z.number().int(),
  serverName: z.string(),
  status: z.enum(stopStatuses).meta({
    description:
      'stopping: it is being switched off; off: it was seen to be; starting and started: after the limit was raised; dropped: no longer wanted',
  }),
  wantedAt: instant,
  endedAt: instant.nullable(),
});

export const budget = z
  .object({
    /** Null while the customer has set none. */
    budget: z.object({ ...settings, monthly: money }).nullable(),
    /** Send it with a save; 0 while there is none. */
    version: z.number().int(),
    month: instant,
    /** Of this UTC month, corrections included. */
    spent: money,
    /** Levels that were passed this month. */
    passed: z.array(z.object({ level: z.number().int(), at: instant })),
    /** Servers that the limit stops or stopped this month, in the customer's order. */
    stops: z.array(stop),
    /** What a server costs while it is off, in percent of its price, unless its price says otherwise. */
    stoppedPercent: z.number().int(),
  })
  .meta({ id: 'Budget' });

export const budgets = {
  get: endpoint({
    method: 'GET',
    path: '/api/customer/budget',
    access: 'customer-link',
    summary: "The customer's monthly budget, what is spent of it, and what the limit stopped",
    input: z.object({}),
    output: budget,
  }),
  save: endpoint({
    method: 'PUT',
    path: '/api/customer/budget',
    access: 'customer-link',
    summary: 'Set the monthly budget, its alerts and the hard limit; raising it lets servers run again',
    input: z.strictObject({ ...settings, version: z.number().int().nonnegative() }),
    output: budget,
  }),
  remove: endpoint({
    method: 'DELETE',
    path: '/api/customer/budget',
    access: 'customer-link',
    summary: 'Have no budget any more; a repeat changes nothing',
    input: z.object({}),
    output: budget,
  }),
};
