import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import { id, instant, money, pageInput, pageOf, reason } from './values.ts';

export const walletModes = ['own', 'virtfusion'] as const;
export const creditStates = ['intended', 'sent', 'confirmed', 'unclear', 'resolved'] as const;
export const creditOutcomes = ['arrived', 'not_arrived', 'withdrawn'] as const;

const decimal = z.string().regex(/^-?\d+(\.\d+)?$/);
const tokens = decimal.meta({ id: 'Tokens', description: 'Decimal text, exact to ten decimals' });

/** The card of /admin/settings: its fields, their ranges and their defaults. */
export const creditSettings = z
  .strictObject({
    /** 'own': customers' money is in the ledger here. 'virtfusion': in VirtFusion's credit. */
    mode: z.enum(walletModes),
    tokenDecimals: z
      .number({ error: 'Write a whole number from 0 to 8' })
      .int('Write a whole number from 0 to 8')
      .min(0, 'At least 0')
      .max(8, 'At most 8'),
    /** Another system adds credit too: credit that rose is no finding. */
    othersAddCredit: z.boolean(),
  })
  .meta({ id: 'CreditSettings' });

const savedCreditSettings = z
  .object({
    settings: creditSettings,
    currency: z.string(),
    /** What a token was worth when it was last read; null before. */
    tokenValue: decimal.nullable(),
    /** Postings that are not over, and those of them that wait for a person: while there are any, nothing is switched. */
    open: z.object({ underWay: z.number().int(), unclear: z.number().int() }),
    /** What the wallets here hold and are short of, which a switch to VirtFusion carries there. */
    wallets: z.object({ customers: z.number().int(), held: money, owed: money }),
    /** Customers among them whose credit cannot be reached, for want of an external relation id. */
    unlinked: z.object({ customers: z.number().int(), held: money, owed: money }),
  })
  .meta({ id: 'SavedCreditSettings' });

export const creditPosting = z
  .object({
    id: z.number().int().meta({ description: 'VirtFusion shows it as reference_1' }),
    customerId: z.number().int(),
    customerName: z.string().nullable(),
    externalId: z.number().int(),
    state: z.enum(creditStates),
    outcome: z.enum(creditOutcomes).nullable(),
    /** What the customer's wallet gains when it arrives; below nothing where credit is given. */
    amount: money,
    currency: z.string(),
    tokens: tokens.meta({ description: 'What is posted; below nothing it takes from the credit' }),
    tokenValue: decimal,
    tokenDecimals: z.number().int(),
    /** What the wallet was short of, and the micros that the posting before had left and this one leaves. */
    owed: money,
    remainderBefore: decimal,
    remainderAfter: decimal,
    reference2: z.string(),
    /** What VirtFusion said before it was sent, and after its reply was lost. */
    balanceBefore: tokens.nullable(),
    balanceAfter: tokens.nullable(),
    nativeBefore: tokens.nullable(),
    nativeAfter: tokens.nullable(),
    /** Whether the customer has servers that VirtFusion bills from the same credit. */
    hasNativeServers: z.boolean(),
    sentAt: instant.nullable(),
    lostAt: instant.nullable(),
    readAfterAt: instant.nullable(),
    creditId: z.number().int().nullable(),
    transactionId: z.number().int().nullable(),
    attempts: z.number().int(),
    lastError: z.string().nullable(),
    decidedBy: z.string().nullable(),
    decisionReason: z.string().nullable(),
    createdAt: instant,
    closedAt: instant.nullable(),
  })
  .meta({ id: 'CreditPosting' });

export const unlinkedCustomer = z
  .object({
    id: z.number().int(),
    name: z.string().nullable(),
    email: z.string().nullable(),
    servers: z.number().int(),
    balance: money,
  })
  .meta({ id: 'UnlinkedCustomer' });

export const credit = {
  settings: endpoint({
    method: 'GET',
    path: '/api/admin/settings/credit',
    access: 'settings.read',
    summary: 'Read where customers’ money is: in the ledger here, or in VirtFusion’s credit',
    input: z.object({}),
    output: savedCreditSettings,
  }),
  saveSettings: endpoint({
    method: 'PUT',
    path: '/api/admin/settings/credit',
    access: 'settings.write',
    summary: 'Switch where customers’ money is; refused while a posting is under way',
    input: creditSettings,
    output: savedCreditSettings,
  }),
  list: endpoint({
    method: 'GET',
    path: '/api/admin/credit/postings',
    access: 'billing.read',
    summary: 'List what was posted to VirtFusion’s credit, newest first',
    input: z.object({
      state: z.enum(creditStates).optional(),
      customerId: z.coerce.number().int().optional(),
      ...pageInput,
    }),
    output: pageOf(creditPosting),
  }),
  get: endpoint({
    method: 'GET',
    path: '/api/admin/credit/postings/:id',
    access: 'billing.read',
    summary: 'Read one posting with its evidence',
    input: z.object({ id }),
    output: creditPosting,
  }),
  decide: endpoint({
    method: 'POST',
    path: '/api/admin/credit/postings/:id/decide',
    access: 'wallets.adjust',
    summary: 'Say whether a posting that is unclear arrived; once',
    input: z.strictObject({ id, decision: z.enum(['arrived', 'not_arrived']), reason }),
    output: creditPosting,
  }),
  unlinked: endpoint({
    method: 'GET',
    path: '/api/admin/credit/unlinked',
    access: 'billing.read',
    summary: 'List customers whose VirtFusion credit cannot be reached: they have no external relation id',
    input: z.object({ ...pageInput }),
    output: pageOf(unlinkedCustomer),
  }),
};
