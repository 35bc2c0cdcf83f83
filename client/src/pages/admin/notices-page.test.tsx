import { screen, within } from '@testing-library/react';
import { expect, test } from 'vitest';
import { api as rows } from '#shared/api/index.ts';
import { answerAll } from '../../testing/answer-all.ts';
import type { FakeApi } from '../../testing/fake-api.ts';
import { aDeliveryDetail, aTemplate, someChannels } from '../../testing/notice-record.ts';
import { type RenderAppOptions, renderApp } from '../../testing/render-app.tsx';
// Read before the clock of a test runs.
import './notice-page.tsx';
import './notice-text-page.tsx';
import './notices-page.tsx';

const show = (
  url: string,
  { as, answers }: { as?: RenderAppOptions['as']; answers?: (api: FakeApi) => void } = {},
) =>
  renderApp(url, {
    as,
    answers: (api) => {
      answerAll(api);
      answers?.(api);
    },
  });

test('the log is filtered by what the address says', async () => {
  const { api } = show('/admin/notices?state=unclear&way=discord&customerId=13');
  await screen.findByRole('table', { name: 'Deliveries' });
  expect(api.sent(rows.notices.list)[0]).toMatchObject({
    state: 'unclear',
    way: 'discord',
    customerId: '13',
  });
});

test('a delivery says what it says and every attempt; otto sends it again after a question', async () => {
  const { api, user } = show('/admin/notices/7', { as: 'otto' });
  expect(await screen.findByRole('figure', { name: 'The mail' })).toHaveTextContent('your balance is $3.42.');
  expect(screen.getByText('250 OK', { selector: 'li *' })).toBeInTheDocument();
  api.answer(rows.notices.replay, aDeliveryDetail({ state: 'waiting' }));
  await user.click(screen.getByRole('button', { name: 'Send again' }));
  await user.click(await screen.findByRole('button', { name: 'Send it again' }));
  expect(api.sent(rows.notices.replay)).toEqual([{ id: '7' }]);
});

test('vera reads it all, and is offered nothing she may not do', async () => {
  show('/admin/notices/7', { as: 'vera' });
  await screen.findByRole('figure', { name: 'The mail' });
  expect(screen.queryByRole('button', { name: 'Send again' })).not.toBeInTheDocument();
});

test('a switch of the matrix says at once who is told', async () => {
  const { api, user } = show('/admin/notices?show=routes', { as: 'otto' });
  api.answer(rows.notices.saveRoute, {});
  await user.click(await screen.findByRole('switch', { name: 'The wallet is running low: Webhook' }));
  expect(api.sent(rows.notices.saveRoute)).toEqual([{ event: 'wallet.low', way: 'webhook', enabled: true }]);
});

test('levels are typed with commas, and a wrong one is refused under its field', async () => {
  const { api, user } = show('/admin/notices?show=channels', { as: 'otto' });
  const levels = await screen.findByRole('textbox', { name: 'Warn at hours left' });
  await user.clear(levels);
  await user.type(levels, '48, soon');
  await user.tab();
  expect(await screen.findByText('Write hours with commas between, such as 72, 24, 1')).toBeInTheDocument();
  await user.clear(levels);
  await user.type(levels, '48, 6');
  api.answer(rows.channels.saveRunway, someChannels());
  await user.click(screen.getByRole('button', { name: 'Save warnings' }));
  expect(api.sent(rows.channels.saveRunway)).toEqual([
    { runway: { levels: [48, 6], adminLevel: 1, quietFrom: null, quietUntil: null } },
  ]);
});

test('the secret of a new webhook is shown once', async () => {
  const { api, user } = show('/admin/notices?show=channels', { as: 'otto' });
  const region = await screen.findByRole('region', { name: 'Webhooks' });
  const endpoint = {
    id: 1,
    url: 'https://shop.example/hooks',
    note: '',
    createdAt: new Date(0),
    createdBy: 'Otto',
  };
  api.answer(rows.channels.addWebhook, {
    endpoint: { ...endpoint, disabledAt: null, disabledReason: null },
    secret: 'whsec_abc',
  });
  await user.type(within(region).getByRole('textbox', { name: 'Address' }), endpoint.url);
  await user.click(within(region).getByRole('button', { name: 'Add webhook' }));
  expect(await within(region).findByText('whsec_abc')).toBeInTheDocument();
  await user.click(within(region).getByRole('button', { name: 'I have it' }));
  expect(within(region).queryByText('whsec_abc')).not.toBeInTheDocument();
});

test('a name that is not there is refused under its field, and the picture stays', async () => {
  const { api, user } = show('/admin/notices/texts/wallet.low/customer_mail', { as: 'otto' });
  const subject = await screen.findByRole('textbox', { name: 'Subject' });
  await user.type(subject, ' x');
  api.refuse(rows.noticeTemplates.save, {
    code: 'invalid_input',
    message: 'refused',
    fields: [{ path: 'text.subject', message: 'There is no {{balanse}} here' }],
  });
  await user.click(screen.getByRole('button', { name: 'Save text' }));
  expect(await screen.findByText('There is no {{balanse}} here')).toBeInTheDocument();
  expect(screen.getByRole('figure', { name: 'The mail' })).toBeInTheDocument();
});

test('our own text can be put back', async () => {
  const text = { subject: 'Mine', body: 'Mine', action: '' };
  const { user } = show('/admin/notices/texts/wallet.low/customer_mail', {
    as: 'otto',
    answers: (api) => api.answer(rows.noticeTemplates.get, aTemplate({ text, isOriginal: false })),
  });
  await user.click(await screen.findByRole('button', { name: 'Put ours back' }));
  expect(screen.getByRole('textbox', { name: 'Subject' })).toHaveValue('You have {{hoursLeft}} hours');
});
