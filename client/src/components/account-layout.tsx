import { Moon, Sun } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTheme } from '../hooks/use-theme.ts';
import { ProductMark } from './product-mark.tsx';
import { Button } from './ui/button.tsx';

/** Around a customer's own pages: a narrow column that reads well on a phone, and nothing of the admin's. */
export function AccountLayout({ children }: { children: ReactNode }) {
  return (
    <div className="mx-auto flex min-h-dvh w-full max-w-180 flex-col px-4 pb-8">
      <header className="flex items-center gap-2.5 py-3 print:hidden">
        <ProductMark className="size-7" />
        <p className="flex-1 text-base font-semibold tracking-tight">Your account</p>
        <ThemeButton />
      </header>
      <main id="content" className="flex-1 pt-2">
        {children}
      </main>
    </div>
  );
}

function ThemeButton() {
  const { setTheme } = useTheme();
  const turn = () => setTheme(document.documentElement.classList.contains('dark') ? 'light' : 'dark');
  return (
    <Button variant="quiet" size="icon" aria-label="Light or dark" onClick={turn}>
      <Sun className="hidden dark:block" />
      <Moon className="dark:hidden" />
    </Button>
  );
}
