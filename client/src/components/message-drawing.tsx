import type { MessageLayout } from '#shared/api/notices.ts';
import type { NoticeWay } from '#shared/notices/ways.ts';
import { cn } from './ui/cn.ts';

const edges: Record<MessageLayout['severity'], string> = {
  good: 'border-good',
  note: 'border-info',
  warning: 'border-warn',
  critical: 'border-bad',
};

/** A message about as its reader sees it: the mail, or the embed. Whatever it holds is text here. */
export function MessageDrawing({ message, way }: { message: MessageLayout; way: NoticeWay }) {
  return way === 'discord' ? <EmbedDrawing message={message} /> : <MailDrawing message={message} />;
}

function MailDrawing({ message }: { message: MessageLayout }) {
  return (
    <figure aria-label="The mail" className="grid gap-3 rounded-lg bg-sunken p-4 sm:p-6">
      <p className="text-sm font-semibold text-ink-soft">{message.company}</p>
      <div
        className={cn(
          'grid gap-3 rounded-lg border border-t-4 border-line bg-surface p-5 [overflow-wrap:anywhere]',
          edges[message.severity],
          'border-r-line border-b-line border-l-line',
        )}
      >
        <p className="text-lg font-semibold">{message.subject}</p>
        <Paragraphs paragraphs={message.paragraphs} />
        {message.action && message.hasLink ? (
          <p>
            <span className="inline-block rounded-md bg-accent px-4 py-2 text-sm font-semibold text-on-accent">
              {message.action}
            </span>
          </p>
        ) : null}
      </div>
      <p className="text-xs text-ink-soft">{message.footer}</p>
    </figure>
  );
}

function EmbedDrawing({ message }: { message: MessageLayout }) {
  return (
    <figure
      aria-label="The embed in Discord"
      className={cn(
        'grid max-w-lg gap-2 rounded-md border-l-4 bg-sunken p-4 text-sm [overflow-wrap:anywhere]',
        edges[message.severity],
      )}
    >
      <p className={cn('font-semibold', message.hasLink && 'text-accent-ink')}>{message.subject}</p>
      <Paragraphs paragraphs={message.paragraphs} />
      {message.fields.length > 0 ? (
        <dl className="grid grid-cols-2 gap-x-4 gap-y-2 sm:grid-cols-3">
          {message.fields.map(({ name, value }) => (
            <div key={name}>
              <dt className="text-xs font-semibold">{name}</dt>
              <dd className="tabular-nums">{value}</dd>
            </div>
          ))}
        </dl>
      ) : null}
      <p className="text-xs text-ink-soft">{message.company}</p>
    </figure>
  );
}

/** Two may say the same: their place is part of what they are. */
function Paragraphs({ paragraphs }: { paragraphs: readonly string[] }) {
  const numbered = paragraphs.map((text, place) => ({ text, key: `${place} ${text}` }));
  return numbered.map(({ text, key }) => (
    <p key={key} className="whitespace-pre-line">
      {text}
    </p>
  ));
}
