import { Download, Printer } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button, buttonStyle } from '../../../components/ui/button.tsx';

export interface ReportHeadProps {
  title: string;
  /** What it sums, and over which days: it heads the printed page too. */
  description: ReactNode;
  /** Where the report is as CSV. */
  file: string;
  /** Choices of the range and the steps; not printed. */
  children?: ReactNode;
}

/** Above a report: what it is, its choices, and the ways to take it along. */
export function ReportHead({ title, description, file, children }: ReportHeadProps) {
  return (
    <div className="mb-4 flex flex-wrap items-end justify-between gap-x-6 gap-y-3">
      <div className="min-w-0">
        <h2 className="text-lg font-semibold">{title}</h2>
        <p className="max-w-prose text-sm text-pretty text-ink-soft">{description}</p>
      </div>
      <div className="flex flex-wrap items-center gap-2 print:hidden">
        {children}
        <Button onClick={() => window.print()}>
          <Printer aria-hidden="true" />
          Print
        </Button>
        <a href={file} download className={buttonStyle()}>
          <Download aria-hidden="true" />
          CSV
        </a>
      </div>
    </div>
  );
}
