/** What an error of nodemailer says, a line each: without the password, which a server may repeat. */
export function smtpErrorFacts(error: unknown, password: string | null) {
  const facts: Record<string, unknown> = error instanceof Error ? { ...error, message: error.message } : {};
  const hide = (value: string) => (password ? value.replaceAll(password, '[redacted]') : value);
  const text = (value: unknown) => (typeof value === 'string' ? hide(value) : null);
  const response = text(facts.response);
  return {
    code: text(facts.code),
    responseCode: typeof facts.responseCode === 'number' ? facts.responseCode : null,
    message: firstLine(text(facts.message) ?? 'no reason given'),
    response: response === null ? null : firstLine(response),
  };
}

/** The first line of what a server said, and no more of it than a person reads. */
export function firstLine(text: string): string {
  return (text.split(/\r?\n/)[0] ?? '').slice(0, 300);
}
