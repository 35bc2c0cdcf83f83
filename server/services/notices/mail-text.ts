import type { MailLayout } from './mail-layout.ts';

/** The mail for programs that show no HTML: says the same. */
export function textOf({ paragraphs, action, link, company, footer }: MailLayout): string {
  const button = action && link ? [`${action}: ${link}`] : [];
  return [...paragraphs, ...button, `-- \n${company}\n${footer}`].join('\n\n');
}

const inks = { good: '#15803d', note: '#1d4ed8', warning: '#b45309', critical: '#b91c1c' };

const font = "font-family:-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif";

/**
 * The mail as HTML. Everything that was filled in is escaped: a server's name is text, whatever it holds. Tables and
 * styles on the elements, because that is what mail programs understand.
 */
export function htmlOf(layout: MailLayout): string {
  const { subject, company, severity, footer } = layout;
  const paragraphs = layout.paragraphs.map(
    (paragraph) =>
      `<p style="margin:0 0 16px;${font};font-size:16px;line-height:24px;color:#1f2937">${lines(paragraph)}</p>`,
  );
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light"><title>${escaped(subject)}</title></head>
<body style="margin:0;padding:0;background:#f3f4f6">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="background:#f3f4f6"><tr><td align="center" style="padding:32px 16px">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="max-width:560px">
<tr><td style="padding:0 4px 16px;${font};font-size:15px;font-weight:600;color:#374151">${escaped(company)}</td></tr>
<tr><td style="background:#ffffff;border:1px solid #e5e7eb;border-top:4px solid ${inks[severity]};border-radius:8px;padding:28px 28px 16px">
<h1 style="margin:0 0 16px;${font};font-size:20px;line-height:28px;color:#111827">${escaped(subject)}</h1>
${paragraphs.join('\n')}
${buttonOf(layout)}
</td></tr>
<tr><td style="padding:16px 4px;${font};font-size:13px;line-height:20px;color:#4b5563">${escaped(footer)}</td></tr>
</table></td></tr></table></body></html>
`;
}

function buttonOf({ action, link }: MailLayout): string {
  if (!action || !link) return '';
  return `<p style="margin:8px 0 20px"><a href="${escaped(link)}" style="display:inline-block;background:#1d4ed8;color:#ffffff;${font};font-size:16px;font-weight:600;text-decoration:none;padding:12px 20px;border-radius:6px">${escaped(action)}</a></p>`;
}

function lines(paragraph: string): string {
  return escaped(paragraph).replaceAll('\n', '<br>');
}

const entities: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (letter) => entities[letter] ?? letter);
}
