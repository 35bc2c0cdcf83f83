import { CircleAlert, CircleCheck, Info, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { cn } from './cn.ts';

const looks = {
  info: { icon: Info, style: 'bg-info-soft text-info-ink' },
  good: { icon: CircleCheck, style: 'bg-good-soft text-good-ink' },
  warn: { icon: TriangleAlert, style: 'bg-warn-soft text-warn-ink' },
  bad: { icon: CircleAlert, style: 'bg-bad-soft text-bad-ink' },
};

export interface CalloutProps {
  tone?: keyof typeof looks;
  title?: ReactNode;
  children?: ReactNode;
  actions?: ReactNode;
  /** Read out at once when it appears. */
  urgent?: boolean;
  className?: string;
}

/** Something to know before going on. An icon and words carry the tone besides the colour. */
export function Callout({ tone = 'info', title, children, actions, urgent, className }: CalloutProps) {
  const { icon: Icon, style } = looks[tone];
  return (
    <div
      role={urgent ? 'alert' : 'note'}
      className={cn('flex gap-3 rounded-lg px-3.5 py-3 text-sm', style, className)}
    >
      <Icon aria-hidden="true" className="mt-0.5 size-4 shrink-0" />
      <div className="min-w-0 flex-1">
        {title ? <p className="font-semibold">{title}</p> : null}
        {children ? <div className="text-ink-soft">{children}</div> : null}
        {actions ? <div className="mt-2.5 flex flex-wrap gap-2">{actions}</div> : null}
      </div>
    </div>
  );
}
