/** The two PayPals there are. The hosts are documented under "PayPal REST APIs: API requests". */
export const modes = {
  sandbox: {
    baseUrl: 'https://api-m.sandbox.paypal.com',
    certificateHosts: ['api.sandbox.paypal.com', 'api-m.sandbox.paypal.com'],
  },
  live: {
    baseUrl: 'https://api-m.paypal.com',
    certificateHosts: ['api.paypal.com', 'api-m.paypal.com'],
  },
} as const;
