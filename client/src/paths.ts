/** Every URL of the app, each with its builder. Links are made here and nowhere else. */
export const paths = {
  home: () => '/admin',
  signIn: (next?: string) =>
    next && next !== '/admin' ? `/sign-in?next=${encodeURIComponent(next)}` : '/sign-in',
  settings: () => '/admin/settings',
  runs: () => '/admin/runs',
  run: (id: string | number) => `/admin/runs/${id}`,
  servers: () => '/admin/servers',
  server: (id: string | number) => `/admin/servers/${id}`,
  customers: () => '/admin/customers',
  customer: (id: string | number) => `/admin/customers/${id}`,
  rates: () => '/admin/rates',
  transactions: () => '/admin/transactions',
  audit: () => '/admin/audit',
} as const;
