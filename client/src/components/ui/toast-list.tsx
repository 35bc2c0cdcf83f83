import { Toast as Base } from '@base-ui/react/toast';
import { CircleAlert, CircleCheck, Info, X } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { Button } from './button.tsx';
import { cn } from './cn.ts';
import type { ToastMessage } from './toast.tsx';

const icons = { good: CircleCheck, bad: CircleAlert, info: Info };
const inks = { good: 'text-good-ink', bad: 'text-bad-ink', info: 'text-info-ink' };
type ToastTone = keyof typeof icons;

/** Shows each message as it comes; those that came before this was read, too. */
export function ToastList({ messages }: { messages: readonly ToastMessage[] }) {
  return (
    <Base.Provider limit={3}>
      <Base.Portal>
        <Base.Viewport className="fixed inset-x-4 bottom-20 z-60 flex flex-col gap-2 sm:inset-x-auto sm:right-6 sm:bottom-6 sm:w-88">
          <Shown messages={messages} />
        </Base.Viewport>
      </Base.Portal>
    </Base.Provider>
  );
}

function Shown({ messages }: { messages: readonly ToastMessage[] }) {
  const { toasts, add } = Base.useToastManager();
  const taken = useRef(0);
  useEffect(() => {
    for (const { title, description, tone = 'good' } of messages.slice(taken.current)) {
      const failed = tone === 'bad';
      add({
        title,
        description,
        type: tone,
        timeout: failed ? 0 : 5000,
        priority: failed ? 'high' : 'low',
      });
    }
    taken.current = messages.length;
  }, [messages, add]);
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
