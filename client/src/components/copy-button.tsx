import { Check, Copy } from 'lucide-react';
import { useState } from 'react';
import { Button, type ButtonProps } from './ui/button.tsx';
import { useToast } from './ui/toast.tsx';

export interface CopyButtonProps {
  /** Computed when pressed. */
  text: () => string;
  label: string;
  variant?: ButtonProps['variant'];
  /** Where else it can be copied from, said when the browser would not do it. */
  elsewhere: string;
  /** What is said once it is copied. */
  said?: string;
}

/** Puts a text into the clipboard, and says so. */
export function CopyButton({ text, label, variant, elsewhere, said = 'Link copied' }: CopyButtonProps) {
  const toast = useToast();
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text());
      setCopied(true);
      toast({ title: said });
    } catch {
      // Without https the browser has no clipboard for pages.
      toast({ title: 'The browser would not copy it', description: elsewhere, tone: 'info' });
    }
  };
  const Icon = copied ? Check : Copy;
  return (
    <Button variant={variant} onClick={copy}>
      <Icon aria-hidden="true" /> {label}
    </Button>
  );
}
