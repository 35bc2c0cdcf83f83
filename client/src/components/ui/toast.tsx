import { createContext, type ReactNode, Suspense, use, useCallback, useState } from 'react';
import { idlePart } from './lazy-part.ts';

const ToastList = idlePart(() => import('./toast-list.tsx'), 'ToastList');

export interface ToastMessage {
  title: string;
  description?: string;
  /** A failure stays until it is closed, and is read out at once. */
  tone?: 'good' | 'bad' | 'info';
}

type Show = (message: ToastMessage) => void;
const ToastContext = createContext<Show | null>(null);

/** Gives the function that shows a toast: `const toast = useToast(); toast({ title: 'Saved' })`. */
export function useToast(): Show {
  const show = use(ToastContext);
  if (!show) throw new Error('Toasts are shown inside a ToastProvider');
  return show;
}

/** Holds the toasts of everything inside it. */
export function ToastProvider({ children }: { children: ReactNode }) {
  const [messages, setMessages] = useState<readonly ToastMessage[]>([]);
  const show = useCallback<Show>((message) => setMessages((earlier) => [...earlier, message]), []);
  return (
    <ToastContext value={show}>
      {children}
      <Suspense>
        <ToastList messages={messages} />
      </Suspense>
    </ToastContext>
  );
}
