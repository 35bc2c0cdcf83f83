import { expect, test } from 'vitest';
import { layoutOf } from './mail-layout.ts';
import { htmlOf, textOf } from './mail-text.ts';

const name = '<img src=x onerror="alert(1)"> & \'co\'';
const layout = layoutOf({
  content: {
    subject: `Suspended: ${name}`,
    body: `Hello,\n\n${name}\nis off.\n\n \n\nBye`,
    action: 'See "it"',
  },
  way: 'customer_mail',
  company: 'Harbour <b>Hosting</b>',
  severity: 'critical',
  link: 'https://billing.example/account#a"b',
});

test('what a server is called is text in the HTML, wherever it stands', () => {
  const html = htmlOf(layout);
  expect(html).not.toContain('<img');
  expect(html).not.toContain('<b>');
  expect(html.match(/&lt;img src=x onerror=&quot;alert\(1\)&quot;&gt; &amp; &#39;co&#39;/g)).toHaveLength(3);
  expect(html).toContain('href="https://billing.example/account#a&quot;b"');
  expect(html).toContain('See &quot;it&quot;');
});

test('the mail without HTML says the same, with the link written out', () => {
  expect(textOf(layout)).toBe(
    `Hello,\n\n${name}\nis off.\n\nBye\n\nSee "it": https://billing.example/account#a"b\n\n-- \nHarbour <b>Hosting</b>\nYou get this mail because you run servers with Harbour <b>Hosting</b>.`,
  );
});

test('without a link there is no button', () => {
  expect(htmlOf({ ...layout, link: null })).not.toContain('<a ');
  expect(textOf({ ...layout, link: null })).not.toContain('See');
});
