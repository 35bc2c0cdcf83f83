import { Menu as MenuIcon, Search } from 'lucide-react';
import { type ReactNode, Suspense, useRef, useState } from 'react';
import { useSession } from '../api/session.ts';
import { AdminCommands, type Commands, useCommands } from './admin-commands.tsx';
import { AdminMenuButton } from './admin-menu-button.tsx';
import { AdminNavigation, type NavigationItem } from './admin-navigation.tsx';
import { ProductMark } from './product-mark.tsx';
import { Button } from './ui/button.tsx';
import { commandKey, KeyCap } from './ui/key-cap.tsx';
import { idlePart, lazyPart } from './ui/lazy-part.ts';

const AdminMenu = idlePart(() => import('./admin-menu.tsx'), 'AdminMenu');
const SideSheet = lazyPart(() => import('./ui/side-sheet.tsx'), 'SideSheet');

export interface AdminLayoutProps {
  navigation: readonly NavigationItem[];
  children: ReactNode;
}

/** Navigation, who is signed in, and the page: a sidebar on wide screens, a bar with a drawer on narrow ones. */
export function AdminLayout({ navigation, children }: AdminLayoutProps) {
  const { demo } = useSession();
  const commands = useCommands();
  return (
    <div className="min-h-dvh lg:grid lg:grid-cols-[14.5rem_minmax(0,1fr)]">
      <a
        href="#content"
        className="fixed top-2 left-2 z-60 -translate-y-16 rounded-md bg-accent px-3 py-2 text-sm font-medium text-on-accent focus-visible:translate-y-0"
      >
        Skip to the page
      </a>
      <aside className="sticky top-0 hidden h-dvh flex-col border-r border-line bg-canvas px-3 py-4 lg:flex print:hidden">
        <Sidebar navigation={navigation} commands={commands} />
      </aside>
      <div className="flex min-h-dvh min-w-0 flex-col">
        <TopBar navigation={navigation} commands={commands} />
        {demo ? <DemoBanner /> : null}
        <main
          id="content"
          tabIndex={-1}
          className="mx-auto w-full max-w-300 flex-1 px-4 py-5 outline-none sm:px-6 lg:px-8 lg:py-7"
        >
          {children}
        </main>
      </div>
      <AdminCommands navigation={navigation} commands={commands} />
    </div>
  );
}

type BarProps = Pick<AdminLayoutProps, 'navigation'> & { commands: Commands };

function Sidebar({ navigation, commands, onNavigate }: BarProps & { onNavigate?: () => void }) {
  return (
    <>
      <Product />
      <button
        type="button"
        onClick={() => {
          onNavigate?.();
          commands.show('palette');
        }}
        className="mb-4 flex h-8 items-center gap-2.5 rounded-md border border-line bg-surface px-2 text-left text-sm text-ink-faint shadow-low hover:bg-hover max-lg:h-10"
      >
        <Search aria-hidden="true" className="size-4" />
        <span className="flex-1">Find anything</span>
        <span aria-hidden="true" className="flex gap-0.5">
          <KeyCap>{commandKey()}</KeyCap>
          <KeyCap>K</KeyCap>
        </span>
      </button>
      <AdminNavigation items={navigation} onNavigate={onNavigate} />
      <Suspense fallback={<AdminMenuButton disabled />}>
        <AdminMenu />
      </Suspense>
    </>
  );
}

function Product() {
  return (
    <div className="mb-5 flex items-center gap-2.5 px-2">
      <ProductMark className="size-7" />
      <p className="text-base leading-tight font-semibold tracking-tight">
        SkyPANEL
        <span className="block text-xs font-normal tracking-normal text-ink-faint">Hourly Billing</span>
      </p>
    </div>
  );
}

function TopBar({ navigation, commands }: BarProps) {
  const [open, setOpen] = useState(false);
  const everOpened = useRef(false);
  everOpened.current ||= open;
  return (
    <header className="sticky top-0 z-30 flex h-12 items-center gap-2 border-b border-line bg-surface px-2 lg:hidden print:hidden">
      <Button
        variant="quiet"
        size="icon"
        aria-label="Open the menu"
        aria-haspopup="dialog"
        aria-expanded={open}
        onClick={() => setOpen(true)}
      >
        <MenuIcon />
      </Button>
      <Suspense>
        {everOpened.current ? (
          <SideSheet title="Menu" open={open} onOpenChange={setOpen}>
            <Sidebar navigation={navigation} commands={commands} onNavigate={() => setOpen(false)} />
          </SideSheet>
        ) : null}
      </Suspense>
      <ProductMark className="size-6" />
      <span className="flex-1 font-semibold tracking-tight">SkyPANEL</span>
      <Button variant="quiet" size="icon" aria-label="Find anything" onClick={() => commands.show('palette')}>
        <Search />
      </Button>
    </header>
  );
}

/** Nobody may mistake the demo for a real installation. */
function DemoBanner() {
  return (
    <aside
      aria-label="Demo"
      className="border-b border-line bg-warn-soft px-4 py-1.5 text-center text-sm text-warn-ink"
    >
      <strong className="font-semibold">Demo.</strong> The servers, customers and amounts are made up; no
      VirtFusion is connected.
    </aside>
  );
}
