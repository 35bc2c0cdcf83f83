import { createContext, useContext } from 'react';

/** In what amounts and instants are written on a page, whoever reads it: an admin or a customer. */
export interface Installation {
  currency: string;
  timezone: string;
}

export const InstallationContext = createContext<Installation | null>(null);

/** Currency and zone of the page. Only inside a gate that has read them. */
export function useInstallation(): Installation {
  const installation = useContext(InstallationContext);
  if (!installation) throw new Error('useInstallation is used outside the gates that read it');
  return installation;
}
