import { z } from 'zod';
import { chargeExplanation, wholeHour } from './charges.ts';
import { download, endpoint } from './endpoint.ts';
import { chargeOfServer, serverStates } from './servers.ts';
import { statements } from './statements.ts';
import { transaction } from './transactions.ts';
import {
  calendarMonth,
  id,
  idempotencyKey,
  instant,
  money,
  pageInput,
  pageOf,
  positiveMoney,
} from './values.ts';

const serverOfAccount = z
  .object({
    id: z.number().int(),
    name: z.string(),
    /** Null until it was first seen well enough to tell, and of one that is no longer the customer's. */
    state: z.enum(serverStates).nullable(),
    /** False for one that is gone or somebody else's by now, but was charged this month. */
    present: z.boolean(),
    packageName: z.string().nullable(),
    monthlyPrice: money.nullable(),
    /** Of the UTC month so far. */
    month: z.object({ seconds: z.number().int(), amount: money }),
  })
  .meta({ id: 'AccountServer' });

const movement = transaction
  .pick({ id: true, kind: true, walletChange: true, walletBalance: true, reason: true, createdAt: true })
  .meta({ id: 'AccountTransaction' });

const chargeOfAccount = chargeOfServer
  .omit({ runId: true, transactionId: true })
  .meta({ id: 'AccountCharge' });

/** What explains a charge, without what is the operator's own: runs, names of admins, words of failures. */
export const explanationForCustomer = chargeExplanation
  .pick({
    hour: true,
    server: true,
    amount: true,
    corrected: true,
    seconds: true,
    weightedSeconds: true,
    cappedSeconds: true,
    inGap: true,
    parts: true,
    sightings: true,
    terms: true,
    month: true,
    cap: true,
  })
  .extend({
    failedLooks: z.array(z.object({ at: instant })),
    rate: chargeExplanation.shape.rate.omit({ id: true, reason: true, setBy: true }),
    transaction: z
      .object({ id: z.number().int(), balanceBefore: money, balanceAfter: money, createdAt: instant })
      .nullable(),
  })
  .meta({ id: 'AccountChargeExplanation' });
export type ExplanationForCustomer = z.infer<typeof explanationForCustomer>;

/** What a customer reads of themselves. None of these rows takes a customer's id: the link says whose it is. */
export const account = {
  get: endpoint({
    method: 'GET',
    path: '/api/customer/account',
    access: 'customer-link',
    summary: "The customer's wallet, how long it lasts, and until when the link opens the page",
    input: z.object({}),
    output: z
      .object({
        name: z.string().nullable(),
        currency: z.string(),
        timezone: z.string(),
        servers: z.number().int(),
        balance: money,
        /** What an hour costs at the present rates and states. */
        burnPerHour: money,
        /** Whole hours the balance lasts; null when nothing is burnt. */
        hoursLeft: z.number().int().nullable(),
        /** What may be paid in at once; null while nothing can be. */
        topUp: z.object({ smallest: money, largest: money }).nullable(),
        linkExpiresAt: instant,
      })
      .meta({ id: 'Account' }),
  }),
  topUp: endpoint({
    method: 'POST',
    path: '/api/customer/top-ups',
    access: 'customer-link',
    summary: 'Begin a payment into the own wallet; the answer names the page that leads to PayPal',
    input: z.strictObject({ amount: positiveMoney, idempotencyKey }),
    output: z.object({ key: z.string() }).meta({ id: 'AccountTopUp' }),
  }),
  servers: endpoint({
    method: 'GET',
    path: '/api/customer/servers',
    access: 'customer-link',
    summary: "The customer's servers with the hours and the cost of this UTC month",
    input: z.object(pageInput),
    output: pageOf(serverOfAccount),
  }),
  charges: endpoint({
    method: 'GET',
    path: '/api/customer/servers/:serverId/charges',
    access: 'customer-link',
    summary: 'What one server was charged to the customer, newest hour first',
    input: z.object({ serverId: id, ...pageInput }),
    output: pageOf(chargeOfAccount)
      .extend({ server: z.object({ id: z.number().int(), name: z.string() }) })
      .meta({ id: 'AccountCharges' }),
  }),
  explain: endpoint({
    method: 'GET',
    path: '/api/customer/charges/:serverId/:hour',
    access: 'customer-link',
    summary: 'Why one hour of one server cost what it did',
    input: z.object({ serverId: id, hour: wholeHour }),
    output: explanationForCustomer,
  }),
  transactions: endpoint({
    method: 'GET',
    path: '/api/customer/transactions',
    access: 'customer-link',
    summary: "What moved the customer's wallet, newest first",
    input: z.object(pageInput),
    output: pageOf(movement),
  }),
  statements: endpoint({
    method: 'GET',
    path: '/api/customer/statements',
    access: 'customer-link',
    summary: 'The last 24 months in which the customer was charged, newest first',
    input: z.object({}),
    output: statements.months.output,
  }),
  statementCsv: download({
    path: '/api/customer/statements/:month/csv',
    type: 'text/csv',
    access: 'customer-link',
    summary: 'The statement of a month as CSV',
    input: z.object({ month: calendarMonth }),
  }),
  statementPdf: download({
    path: '/api/customer/statements/:month/pdf',
    type: 'application/pdf',
    access: 'customer-link',
    summary: 'The statement of a month as PDF',
    input: z.object({ month: calendarMonth }),
  }),
};
