import type { ComponentProps } from 'react';
import { cn } from './cn.ts';

/** A plain table for a handful of rows. Lists from the API use `components/data-table.tsx`. */
export function Table({ className, ...props }: ComponentProps<'table'>) {
  return (
    <div className="overflow-x-auto">
      <table className={cn('w-full border-collapse text-sm', className)} {...props} />
    </div>
  );
}

export function TableHead({ className, ...props }: ComponentProps<'thead'>) {
  return (
    <thead className={cn('border-b border-line text-left text-xs text-ink-faint', className)} {...props} />
  );
}

export function TableBody({ className, ...props }: ComponentProps<'tbody'>) {
  return <tbody className={cn('divide-y divide-line', className)} {...props} />;
}

export function TableRow({ className, ...props }: ComponentProps<'tr'>) {
  return <tr className={cn('group/row', className)} {...props} />;
}

type Align = { align?: 'left' | 'right' };

export function TableHeading({ className, align, ...props }: Omit<ComponentProps<'th'>, 'align'> & Align) {
  return (
    <th
      scope="col"
      className={cn('h-9 px-3 font-medium whitespace-nowrap', align === 'right' && 'text-right', className)}
      {...props}
    />
  );
}

export function TableCell({ className, align, ...props }: Omit<ComponentProps<'td'>, 'align'> & Align) {
  return (
    <td className={cn('px-3 py-2 align-middle', align === 'right' && 'text-right', className)} {...props} />
  );
}
