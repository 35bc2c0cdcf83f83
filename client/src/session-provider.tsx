import type { ReactNode } from 'react';
import { InstallationContext } from './api/installation.ts';
import { type Session, SessionContext } from './api/session.ts';

/** Gives the pages below who is signed in, and in what amounts and instants are written. */
export function SessionProvider({ session, children }: { session: Session; children: ReactNode }) {
  return (
    <SessionContext value={session}>
      <InstallationContext value={session}>{children}</InstallationContext>
    </SessionContext>
  );
}
