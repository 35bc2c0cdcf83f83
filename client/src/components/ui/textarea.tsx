import type { ComponentProps } from 'react';
import { cn } from './cn.ts';
import { controlStyle } from './input.tsx';

/** Several lines of text; grows with what is typed, where the browser can. */
export function Textarea({ className, ...props }: ComponentProps<'textarea'>) {
  return (
    <textarea
      rows={3}
      {...props}
      className={cn(controlStyle, 'field-sizing-content px-2.5 py-1.5', className)}
    />
  );
}
