import { screen, waitFor, within } from '@testing-library/react';
import { expect, test } from 'vitest';
import type { OutputOf } from '#shared/api/endpoint.ts';
import { api } from '#shared/api/index.ts';
import { savedCreditSettings } from '../../../testing/credit-records.ts';
import { renderApp } from '../../../testing/render-app.tsx';
import { aPayPalAccount } from '../../../testing/top-up-records.ts';
import { aConnection, aPreview, aStatus, savedAs } from './testing/settings-answers.ts';
// Read before the clock of a test runs.
import '../settings-page.tsx';

type Report = OutputOf<typeof api.settings.testConnection>;

async function renderConnection(connection: Parameters<typeof aConnection>[0]) {
  const rendered = renderApp('/admin/settings', {
    answers: (fake) => {
      fake.answer(api.settings.get, savedAs({}));
      fake.answer(api.settings.connection, aConnection(connection));
      fake.answer(api.paypal.get, aPayPalAccount());
      fake.answer(api.credit.settings, savedCreditSettings());
      fake.answer(api.cron.status, aStatus({}));
      fake.answer(api.cron.preview, aPreview({}));
      fake.answer(api.servers.list, { rows: [], nextCursor: null, total: 60 });
    },
  });
  const card = await screen.findByRole('region', { name: 'VirtFusion connection' });
  await within(card).findByRole('button', { name: 'Test connection' });
  return { ...rendered, card };
}

const url = () => screen.getByRole('textbox', { name: 'URL' });
const token = () => screen.getByLabelText('API token');
const tryIt = () => screen.getByRole('button', { name: 'Test connection' });
const saveButton = () => screen.getByRole('button', { name: 'Save connection' });

const allGood: Report = {
  reachable: true,
  permissions: [
    { permission: 'servers', needed: true, ok: true, detail: 'may list servers: 60' },
    { permission: 'currencies', needed: false, ok: true, detail: 'may list currencies: 1' },
  ],
  panelVersion: '7.1 or newer',
  clockSkewSeconds: 1,
};

test('the URL and the token are saved, and the token is gone from the page', async () => {
  const { api: fake, user } = await renderConnection({ url: null, tokenSaved: false, source: 'none' });
  fake.answer(api.settings.connect, aConnection({ version: 2 }));
  expect(saveButton()).toBeDisabled();
  await user.type(url(), 'https://panel.example.com');
  await user.type(token(), 'secret-token');
  await user.click(saveButton());
  await waitFor(() => expect(saveButton()).toBeDisabled());
  expect(fake.sent(api.settings.connect)).toEqual([
    { url: 'https://panel.example.com', token: 'secret-token' },
  ]);
  expect(token()).toHaveValue('');
  expect(token()).toHaveAttribute('placeholder', 'Saved; leave empty to keep it');
});

test('an empty token keeps the saved one', async () => {
  const { api: fake, user } = await renderConnection({});
  fake.answer(api.settings.connect, aConnection({ url: 'https://new.example.com' }));
  await user.clear(url());
  await user.type(url(), 'https://new.example.com');
  await user.click(saveButton());
  await waitFor(() => expect(fake.sent(api.settings.connect)).toEqual([{ url: 'https://new.example.com' }]));
});

test('without a saved token one must be written, and a URL must be one', async () => {
  const { api: fake, user } = await renderConnection({ url: null, tokenSaved: false, source: 'none' });
  await user.type(url(), 'panel');
  await user.click(tryIt());
  await waitFor(() => expect(url()).toHaveAccessibleDescription(expect.stringContaining('Write a URL')));
  expect(token()).toHaveAccessibleDescription(expect.stringContaining('Paste the token'));
  expect(fake.sent(api.settings.testConnection)).toEqual([]);
});

test('a test tries what is typed, saves nothing and tells of every permission', async () => {
  const { api: fake, user, card } = await renderConnection({});
  fake.answer(api.settings.testConnection, allGood);
  await user.type(token(), 'other-token');
  await user.click(tryIt());
  expect(await within(card).findByText(/answers, with all it needs to/)).toBeInTheDocument();
  const [servers, currencies] = within(card).getAllByRole('listitem');
  expect(servers).toHaveTextContent('serversallowedmay list servers: 60Needed');
  expect(currencies).toHaveTextContent('Optional');
  expect(card).toHaveTextContent('VirtFusion 7.1 or newer. Its clock is 1 second ahead.');
  expect(fake.sent(api.settings.testConnection)).toEqual([
    { url: 'https://panel.example.com', token: 'other-token' },
  ]);
  expect(fake.sent(api.settings.connect)).toEqual([]);
});

test('a missing permission says which, whether it is needed, and why', async () => {
  const { api: fake, user, card } = await renderConnection({});
  const permissions = [
    { permission: 'servers', needed: true, ok: false, detail: 'the token lacks this permission' },
    { permission: 'currencies', needed: false, ok: false, detail: 'the token lacks this permission' },
  ];
  fake.answer(api.settings.testConnection, { ...allGood, permissions });
  await user.click(tryIt());
  expect(await within(card).findByText(/one permission is missing/)).toBeInTheDocument();
  expect(within(card).getAllByRole('listitem')[0]).toHaveTextContent(
    'serversnot allowedthe token lacks this permissionNeeded',
  );
});

test.each`
  skew     | words
  ${45}    | ${'The panel’s clock is 45 seconds ahead'}
  ${-3600} | ${'The panel’s clock is 3600 seconds behind'}
`('a clock $skew s off is warned of: "$words"', async ({ skew, words }) => {
  const { api: fake, user, card } = await renderConnection({});
  fake.answer(api.settings.testConnection, { ...allGood, clockSkewSeconds: skew });
  await user.click(tryIt());
  expect(await within(card).findByText(words)).toBeInTheDocument();
});

test('a panel that is not there is told as such', async () => {
  const { api: fake, user, card } = await renderConnection({});
  fake.answer(api.settings.testConnection, {
    reachable: false,
    permissions: [],
    panelVersion: null,
    clockSkewSeconds: null,
  });
  await user.click(tryIt());
  expect(await within(card).findByText('https://panel.example.com cannot be reached')).toBeInTheDocument();
});

test('a report goes when what it was about is typed over', async () => {
  const { api: fake, user, card } = await renderConnection({});
  fake.answer(api.settings.testConnection, allGood);
  await user.click(tryIt());
  await within(card).findByText(/answers, with all it needs to/);
  await user.type(url(), '/x');
  expect(within(card).queryByText(/answers, with all it needs to/)).not.toBeInTheDocument();
});

test('a refused test is told under the field it is about', async () => {
  const { api: fake, user } = await renderConnection({});
  const fields = [{ path: 'token', message: 'Write the API token of this VirtFusion' }];
  fake.refuse(api.settings.testConnection, { code: 'invalid_input', fields });
  await user.click(tryIt());
  const described = expect.stringContaining('Write the API token of this VirtFusion');
  await waitFor(() => expect(token()).toHaveAccessibleDescription(described));
  expect(screen.queryByRole('alert')).not.toBeInTheDocument();
});

test('a test that fails is told', async () => {
  const { api: fake, user, card } = await renderConnection({});
  fake.refuse(api.settings.testConnection, { code: 'too_many_requests' });
  await user.click(tryIt());
  expect(await within(card).findByRole('alert')).toHaveTextContent('Too many tries');
});

test('a connection from the environment is shown, tested, and changed elsewhere', async () => {
  const { api: fake, user, card } = await renderConnection({ source: 'environment', tokenSaved: false });
  expect(within(card).getByText(/Set in the server’s environment/)).toBeInTheDocument();
  expect(within(card).queryByRole('textbox')).not.toBeInTheDocument();
  fake.answer(api.settings.testConnection, allGood);
  await user.click(tryIt());
  expect(await within(card).findByText(/answers, with all it needs to/)).toBeInTheDocument();
  expect(fake.sent(api.settings.testConnection)).toEqual([{ url: 'https://panel.example.com' }]);
});

test('in a demo the panel of the next start is saved, and the page says that it is', async () => {
  const { api: fake, user, card } = await renderConnection({ source: 'demo', url: null, tokenSaved: false });
  expect(within(card).getByText('The demo bills an emulated panel')).toBeInTheDocument();
  fake.answer(api.settings.connect, aConnection({ source: 'demo' }));
  await user.type(url(), 'https://panel.example.com');
  await user.type(token(), 'secret-token');
  await user.click(saveButton());
  expect(await within(card).findByText('Start the server again to leave the demo')).toBeInTheDocument();
});
