/** Every URL of the app, each with its builder. Links are made here and nowhere else. */
export const paths = {
  home: () => '/admin',
  signIn: (next?: string) =>
    next && next !== '/admin' ? `/sign-in?next=${encodeURIComponent(next)}` : '/sign-in',
  /** Of whoever was invited; the token goes behind the '#'. The server writes it too, into the link. */
  invitation: () => '/invitation',
  admins: (show: { show?: 'invitations' } = {}) => withQuery('/admin/admins', show),
  tokens: () => '/admin/tokens',
  /** One's own password, second factor and sessions. */
  ownAccount: () => '/admin/account',
  settings: () => '/admin/settings',
  /** `ask: 'bill'` opens the question whether to bill now. */
  runs: (filter: { ask?: 'bill' } = {}) => withQuery('/admin/runs', filter),
  run: (id: string | number) => `/admin/runs/${id}`,
  /** What the next run would do, or one of now. */
  preview: () => '/admin/preview',
  /** What other terms would have cost; begins with a price of a package, where one is given. */
  whatIf: (start: { packageId?: number; price?: string } = {}) => withQuery('/admin/what-if', start),
  cron: () => '/admin/cron',
  servers: (
    filter: { packageId?: number; state?: string; setAside?: 'yes'; priced?: 'no'; search?: string } = {},
  ) => withQuery('/admin/servers', filter),
  server: (id: string | number) => `/admin/servers/${id}`,
  customers: (filter: { search?: string } = {}) => withQuery('/admin/customers', filter),
  customer: (id: string | number) => `/admin/customers/${id}`,
  /** Of a UTC month, such as '2026-11'. */
  statement: (id: string | number, month: string) => `/admin/customers/${id}/statements/${month}`,
  rates: () => '/admin/rates',
  package: (id: string | number) => `/admin/rates/${id}`,
  transactions: (filter: { runId?: number; customerId?: number; kind?: string } = {}) =>
    withQuery('/admin/transactions', filter),
  transaction: (id: string | number) => `/admin/transactions/${id}`,
  topUps: (filter: { customerId?: number; status?: string } = {}) => withQuery('/admin/top-ups', filter),
  topUp: (id: string | number) => `/admin/top-ups/${id}`,
  /** For whoever holds the link; the server writes it too, into what PayPal is told. */
  pay: (key: string) => `/pay/${key}`,
  replays: () => '/admin/replays',
  replay: (id: string | number) => `/admin/replays/${id}`,
  newReplay: (filled: { serverId?: number; from?: string; until?: string } = {}) =>
    withQuery('/admin/replays/new', filled),
  /** Of one hour of one server; written as support would send it: '/admin/charges/7/2026-11-23T19:00:00Z'. */
  charge: (serverId: string | number, hour: Date | string) =>
    `/admin/charges/${serverId}/${typeof hour === 'string' ? hour : hourText(hour)}`,
  reports: (filter: { report?: string } = {}) => withQuery('/admin/reports', filter),
  dunning: (filter: { stage?: string; hold?: string } = {}) => withQuery('/admin/dunning', filter),
  credit: (filter: { show?: 'unlinked'; state?: string } = {}) => withQuery('/admin/credit', filter),
  creditPosting: (id: string | number) => `/admin/credit/${id}`,
  alerts: () => '/admin/alerts',
  audit: () => '/admin/audit',
  notices: (filter: { show?: 'routes' | 'channels'; customerId?: number; state?: string } = {}) =>
    withQuery('/admin/notices', filter),
  notice: (id: string | number) => `/admin/notices/${id}`,
  /** What an event says on a way. */
  noticeText: (event: string, way: string) => `/admin/notices/texts/${event}/${way}`,
  /** A customer's own page; the token of their link goes behind the '#'. */
  account: (show: { show?: string } = {}) => withQuery('/account', show),
  accountServer: (id: string | number) => `/account/servers/${id}`,
  accountCharge: (serverId: string | number, hour: Date | string) =>
    `/account/charges/${serverId}/${typeof hour === 'string' ? hour : hourText(hour)}`,
} as const;

function hourText(hour: Date): string {
  return `${hour.toISOString().slice(0, 19)}Z`;
}

function withQuery(path: string, filter: Record<string, string | number | undefined>): string {
  const given = Object.entries(filter).filter(([, value]) => value !== undefined);
  const query = new URLSearchParams(given.map(([key, value]) => [key, String(value)])).toString();
  return query ? `${path}?${query}` : path;
}
