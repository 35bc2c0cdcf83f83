import type { ErrorCode } from '#shared/api/errors.ts';
import { ApiError } from '../api/call.ts';
import { Button } from './ui/button.tsx';
import { Callout } from './ui/callout.tsx';

/** What happened, in a few words, and what to do where the server's own sentence may not say it. */
const words: Record<ErrorCode, { title: string; remedy?: string }> = {
  invalid_input: { title: 'Something is not right yet' },
  malformed_body: { title: 'The request could not be read', remedy: 'Reload the page, then try again.' },
  unauthenticated: { title: 'You are signed out', remedy: 'Sign in again.' },
  forbidden: { title: 'Your role does not allow this', remedy: 'Ask an owner for access.' },
  step_up_wanted: { title: 'It was not confirmed that it is you', remedy: 'Nothing was changed.' },
  second_factor_missing: { title: 'A second factor is missing' },
  second_factor_wanted: { title: 'A code is wanted too' },
  not_found: { title: 'This does not exist', remedy: 'It may be an old link.' },
  conflict: { title: 'Someone else changed this first', remedy: 'Reload to see what it is now.' },
  body_too_large: { title: 'That is too much at once', remedy: 'Send less.' },
  unsupported_media_type: {
    title: 'The request could not be read',
    remedy: 'Reload the page, then try again.',
  },
  refused: { title: 'This was refused' },
  too_many_requests: { title: 'Too many tries', remedy: 'Wait a minute, then try again.' },
  internal: { title: 'Something went wrong on the server', remedy: 'Try again; if it stays, read the log.' },
  virtfusion_failed: {
    title: 'VirtFusion did not answer as it should',
    remedy: 'See Settings, Test connection.',
  },
  paypal_failed: { title: 'PayPal did not answer as it should' },
  unavailable: { title: 'The server cannot be reached' },
};

export interface ErrorNoticeProps {
  error: Error;
  /** Tries again; shows a button. */
  retry?: () => void;
  retrying?: boolean;
  className?: string;
}

/** A failure: what happened, what to do, and the id that finds it in the log. */
export function ErrorNotice({ error, retry, retrying = false, className }: ErrorNoticeProps) {
  const known = error instanceof ApiError ? error : null;
  const { title, remedy } = words[known?.code ?? 'internal'];
  return (
    <Callout
      tone={known?.code === 'forbidden' ? 'warn' : 'bad'}
      urgent
      title={title}
      className={className}
      actions={
        retry ? (
          <Button size="sm" onClick={retry} busy={retrying}>
            Try again
          </Button>
        ) : null
      }
    >
      <p>
        {known ? known.message : 'This page met something it did not expect.'} {remedy}
      </p>
      {known && known.fields.length > 0 ? (
        <ul className="mt-1 list-disc pl-4">
          {known.fields.map((field) => (
            <li key={`${field.path} ${field.message}`}>
              <span className="font-mono text-xs">{field.path}</span>: {field.message}
            </li>
          ))}
        </ul>
      ) : null}
      {known?.requestId ? (
        <p className="mt-1 text-xs text-ink-faint">
          Request <span className="font-mono select-all">{known.requestId}</span>
        </p>
      ) : null}
    </Callout>
  );
}
