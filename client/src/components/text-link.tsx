import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { cn } from './ui/cn.ts';

/** A link in a sentence or a cell; stands above the row that is a link itself, 24 px tall. */
export function TextLink(props: { href: string; children: ReactNode; className?: string }) {
  return (
    <Link
      href={props.href}
      className={cn(
        'relative z-10 rounded-xs py-px text-accent-ink underline decoration-line underline-offset-3 hover:decoration-current',
        props.className,
      )}
    >
      {props.children}
    </Link>
  );
}
