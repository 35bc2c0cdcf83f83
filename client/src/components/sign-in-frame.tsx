import type { ReactNode } from 'react';
import { ProductMark } from './product-mark.tsx';
import { Card } from './ui/card.tsx';

/** What stands before the admin is open: the product, and one card. */
export function SignInFrame({
  title,
  children,
  below,
}: {
  title: string;
  children: ReactNode;
  below?: ReactNode;
}) {
  return (
    <main className="grid min-h-dvh place-items-center px-4 py-10">
      <div className="w-full max-w-sm">
        <div className="mb-6 flex items-center gap-3">
          <ProductMark className="size-10" />
          <div>
            <p className="text-lg leading-tight font-semibold tracking-tight">SkyPANEL</p>
            <p className="text-sm text-ink-faint">Hourly Billing</p>
          </div>
        </div>
        <Card className="px-6 py-6">
          <h1 className="mb-4 text-lg font-semibold">{title}</h1>
          {children}
        </Card>
        {below}
      </div>
    </main>
  );
}
