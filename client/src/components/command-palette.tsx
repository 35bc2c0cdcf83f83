import { Autocomplete } from '@base-ui/react/autocomplete';
import { Dialog } from '@base-ui/react/dialog';
import { useQuery } from '@tanstack/react-query';
import { Search } from 'lucide-react';
import { useState } from 'react';
import { useLocation } from 'wouter';
import { searchQuery } from '../api/search.ts';
import { useSettled } from '../hooks/use-settled.ts';
import { foundGroups, listGroup, matching, type PaletteEntry, type PaletteGroup } from './palette-entries.ts';
import { cn } from './ui/cn.ts';
import { dialogBackdrop } from './ui/dialog.tsx';
import { KeyCap } from './ui/key-cap.tsx';
import { Skeleton } from './ui/skeleton.tsx';

const SETTLE_MS = 120;

export interface CommandPaletteProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  /** What it offers by itself: pages and actions. */
  groups: readonly PaletteGroup[];
}

/** Finds any server, customer, package, run, page and action, and goes there or does it. */
export function CommandPalette({ open, onOpenChange, groups }: CommandPaletteProps) {
  return (
    <Dialog.Root open={open} onOpenChange={onOpenChange}>
      <Dialog.Portal>
        <Dialog.Backdrop className={dialogBackdrop} />
        <Dialog.Popup
          aria-label="Find anything, or do it"
          className="popup fixed inset-x-0 top-0 z-50 mx-auto flex max-h-[85dvh] w-full max-w-xl flex-col overflow-hidden border border-line bg-raised shadow-high outline-none sm:top-[12dvh] sm:max-h-[70dvh] sm:w-[calc(100vw-2rem)] sm:rounded-xl"
        >
          <PaletteBox groups={groups} close={() => onOpenChange(false)} />
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function PaletteBox({ groups, close }: { groups: readonly PaletteGroup[]; close: () => void }) {
  const [text, setText] = useState('');
  const offered = useOffered(text, groups);
  const choose = (entry: PaletteEntry) => {
    close();
    entry.act();
  };
  return (
    <Autocomplete.Root
      open
      inline
      mode="none"
      autoHighlight="always"
      items={offered.groups}
      value={text}
      onValueChange={setText}
      itemToStringValue={(entry: PaletteEntry) => entry.label}
    >
      <div className="relative border-b border-line">
        <Search
          aria-hidden="true"
          className="pointer-events-none absolute top-1/2 left-4 size-4 -translate-y-1/2 text-ink-faint"
        />
        <Autocomplete.Input
          aria-label="Find anything, or do it"
          placeholder="A server, a customer, a run, a page…"
          className="h-12 w-full bg-transparent pr-14 pl-11 text-base outline-none placeholder:text-ink-faint"
        />
        <span aria-hidden="true" className="absolute top-1/2 right-3 -translate-y-1/2">
          <KeyCap>Esc</KeyCap>
        </span>
      </div>
      <Autocomplete.Status className="sr-only">{offered.status}</Autocomplete.Status>
      <Autocomplete.List className="min-h-0 flex-1 overflow-y-auto overscroll-contain p-2 outline-none">
        {(group: PaletteGroup) => (
          <Autocomplete.Group key={group.label} items={group.items} className="mb-2 last:mb-0">
            <Autocomplete.GroupLabel className="px-2.5 pt-1 pb-1 text-2xs font-medium tracking-wide text-ink-faint uppercase">
              {group.label}
            </Autocomplete.GroupLabel>
            <Autocomplete.Collection>
              {(entry: PaletteEntry) => <Entry key={entry.id} entry={entry} onChoose={choose} />}
            </Autocomplete.Collection>
          </Autocomplete.Group>
        )}
      </Autocomplete.List>
      {offered.notice ? (
        <div className="border-t border-line px-4 py-2.5 text-sm text-ink-faint">{offered.notice}</div>
      ) : null}
    </Autocomplete.Root>
  );
}

function Entry({ entry, onChoose }: { entry: PaletteEntry; onChoose: (entry: PaletteEntry) => void }) {
  return (
    <Autocomplete.Item
      value={entry}
      onClick={() => onChoose(entry)}
      className={cn(
        'grid min-h-9 cursor-default grid-cols-[1rem_minmax(0,1fr)] items-center gap-x-3 rounded-md px-2.5 py-1.5 text-sm outline-none select-none',
        'data-highlighted:bg-accent-soft data-highlighted:text-accent-ink max-sm:min-h-11',
      )}
    >
      <entry.icon aria-hidden="true" className="size-4 opacity-70" />
      <span className="flex min-w-0 items-baseline gap-3">
        <span className="truncate">{entry.label}</span>
        {entry.hint ? <span className="ml-auto truncate text-xs text-ink-faint">{entry.hint}</span> : null}
      </span>
    </Autocomplete.Item>
  );
}

/** What is offered for a text: what was found, pages and actions, and the lists; and what to say about it. */
function useOffered(text: string, groups: readonly PaletteGroup[]) {
  const [, navigate] = useLocation();
  const wanted = text.trim();
  const settled = useSettled(wanted, SETTLE_MS);
  const search = useQuery(searchQuery(settled));
  if (wanted === '') return { groups: [...groups], status: '', notice: null };
  const found = search.error ? [] : foundGroups(search.data?.found ?? [], navigate);
  const looking = search.isPending || settled !== wanted;
  const all = [...found, ...matching(groups, wanted), listGroup(wanted, navigate)];
  const count = found.reduce((sum, { items }) => sum + items.length, 0);
  return {
    groups: all,
    status: looking ? 'Looking' : `${count} found`,
    notice: search.error ? (
      'The server could not be asked, so only pages and actions are found. Type on to try again.'
    ) : looking && found.length === 0 ? (
      <Skeleton className="my-1 w-40" />
    ) : null,
  };
}
