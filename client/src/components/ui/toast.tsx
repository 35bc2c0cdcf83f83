import { Toast as Base } from '@base-ui/react/toast';
import { CircleAlert, CircleCheck, Info, X } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button } from './button.tsx';
import { cn } from './cn.ts';

const icons = { good: CircleCheck, bad: CircleAlert, info: Info };
const inks = { good: 'text-good-ink', bad: 'text-bad-ink', info: 'text-info-ink' };
type ToastTone = keyof typeof icons;

export interface ToastMessage {
  title: string;
  description?: string;
  /** A failure stays until it is closed, and is read out at once. */
  tone?: ToastTone;
}

/** Gives the function that shows a toast: `const toast = useToast(); toast({ title: 'Saved' })`. */
export function useToast(): (message: ToastMessage) => void {
  const manager = Base.useToastManager();
  return ({ title, description, tone = 'good' }) => {
    const failed = tone === 'bad';
    manager.add({
      title,
      description,
      type: tone,
      timeout: failed ? 0 : 5000,
      priority: failed ? 'high' : 'low',
    });
  };
}

/** Holds the toasts of everything inside it. */
export function ToastProvider({ children }: { children: ReactNode }) {
  return (
    <Base.Provider limit={3}>
      {children}
      <Base.Portal>
        <Base.Viewport className="fixed inset-x-4 bottom-20 z-60 flex flex-col gap-2 sm:inset-x-auto sm:right-6 sm:bottom-6 sm:w-88">
          <ToastList />
        </Base.Viewport>
      </Base.Portal>
    </Base.Provider>
  );
}

function ToastList() {
  const { toasts } = Base.useToastManager();
  return toasts.map((toast) => {
    const tone = (toast.type ?? 'info') as ToastTone;
    const Icon = icons[tone];
    return (
      <Base.Root
        key={toast.id}
        toast={toast}
        className="rounded-lg border border-line bg-raised shadow-high transition-[opacity,transform] duration-200 data-ending-style:opacity-0 data-starting-style:translate-y-3 data-starting-style:opacity-0 data-limited:hidden"
      >
        <Base.Content className="flex items-start gap-2.5 py-2.5 pr-2 pl-3.5">
          <Icon aria-hidden="true" className={cn('mt-0.5 size-4 shrink-0', inks[tone])} />
          <div className="min-w-0 flex-1 py-px">
            <Base.Title className="text-sm font-medium" />
            <Base.Description className="text-sm text-ink-soft" />
          </div>
          <Base.Close
            render={
              <Button variant="quiet" size="sm" aria-label="Dismiss" className="px-1.5">
                <X />
              </Button>
            }
          />
        </Base.Content>
      </Base.Root>
    );
  });
}
