import { Check, Copy } from 'lucide-react';
import { useState } from 'react';
import { Button } from './ui/button.tsx';
import { Input } from './ui/input.tsx';

/** A line to be taken elsewhere: shown whole, and copied by a press. Where a browser may not copy, it can be selected. */
export function CopiedText({ label, text }: { label: string; text: string }) {
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      setCopied(true);
    } catch {
      // Over plain HTTP browsers keep the clipboard closed: the text stays there to be selected.
      setCopied(false);
    }
  };
  return (
    <div className="flex items-center gap-2">
      <Input
        readOnly
        aria-label={label}
        value={text}
        className="font-mono"
        onFocus={(event) => event.target.select()}
      />
      <Button onClick={copy} aria-live="polite">
        {copied ? <Check /> : <Copy />} {copied ? 'Copied' : 'Copy'}
      </Button>
    </div>
  );
}
