import { useLetterKeys } from '../hooks/use-letter-keys.ts';
import type { NavigationItem } from './admin-navigation.tsx';
import { Dialog } from './ui/dialog.tsx';
import { commandKey, KeyCap } from './ui/key-cap.tsx';
import { Switch } from './ui/switch.tsx';

export interface ShortcutsDialogProps {
  navigation: readonly NavigationItem[];
  open: boolean;
  onOpenChange: (open: boolean) => void;
}

/** What the keyboard can do, and the switch for single letters. */
export function ShortcutsDialog({ navigation, open, onOpenChange }: ShortcutsDialogProps) {
  const { enabled, setEnabled } = useLetterKeys();
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title="Keyboard shortcuts"
      description="Everything else works with Tab, Enter, Space, Escape and the arrow keys."
    >
      <dl className="grid gap-1.5 text-sm">
        <Shortcut keys={[commandKey(), 'K']} does="Find anything, or do it" />
        <Shortcut keys={['/']} does="Search the list on this page" />
        <Shortcut keys={['?']} does="Show these shortcuts" />
      </dl>
      <h3 className="mt-4 mb-1.5 text-xs font-medium text-ink-faint">Go to</h3>
      <dl className="grid gap-x-8 gap-y-1.5 text-sm sm:grid-cols-2">
        {navigation.flatMap(({ path, label, letter }) =>
          letter ? [<Shortcut key={path} keys={['G', letter.toUpperCase()]} does={label} />] : [],
        )}
      </dl>
      <h3 className="mt-4 mb-1.5 text-xs font-medium text-ink-faint">In the calendar of a server</h3>
      <dl className="grid gap-1.5 text-sm">
        <Shortcut keys={['←', '→', '↑', '↓']} does="A day, a week" />
        <Shortcut keys={['Page up', 'Page down']} does="A month" />
      </dl>
      {/* biome-ignore lint/a11y/noLabelWithoutControl: the switch is inside it */}
      <label className="mt-5 flex items-center justify-between gap-4 border-t border-line pt-4 text-sm">
        Shortcuts of a single letter
        <Switch checked={enabled} onCheckedChange={setEnabled} />
      </label>
    </Dialog>
  );
}

function Shortcut({ keys, does }: { keys: readonly string[]; does: string }) {
  return (
    <div className="flex items-center justify-between gap-4">
      <dt>{does}</dt>
      <dd className="flex gap-1">
        {keys.map((key) => (
          <KeyCap key={key}>{key}</KeyCap>
        ))}
      </dd>
    </div>
  );
}
