import { expect, test } from 'vitest';
import { apiRoot } from './base-url.ts';

test.each([
  ['https://panel.example.com', 'https://panel.example.com/api/v1'],
  ['https://panel.example.com/', 'https://panel.example.com/api/v1'],
  ['https://panel.example.com/api', 'https://panel.example.com/api/v1'],
  ['https://panel.example.com/api/v1', 'https://panel.example.com/api/v1'],
  [' https://panel.example.com/api/v1// ', 'https://panel.example.com/api/v1'],
  ['http://127.0.0.1:8080', 'http://127.0.0.1:8080/api/v1'],
  ['https://example.com/virtfusion/api/v1', 'https://example.com/virtfusion/api/v1'],
])('%s is read as %s', (written, root) => {
  expect(apiRoot(written).href).toBe(root);
});

test.each([
  'panel.example.com',
  '',
  'ftp://panel.example.com',
  'https://olive:pa55word@panel.example.com',
  'https://panel.example.com/?token=pa55word',
  'https://panel.example.com/#pa55word',
  'pa55word',
])('%s is refused without being repeated', (written) => {
  expect(() => apiRoot(written)).toThrow(TypeError);
  expect(() => apiRoot(written)).not.toThrow(/pa55word/);
});
