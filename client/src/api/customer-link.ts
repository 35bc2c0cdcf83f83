const KEY = 'customer-link';
const IN_ADDRESS = /^#(skylink_[\w-]+)$/;

/**
 * The link's token, for as long as this tab is open. It arrives behind the '#' and is taken out of the address at
 * once, so that no picture, copied address or history of the browser opens the page for somebody else.
 */
export function customerLinkToken(): string | null {
  const arrived = IN_ADDRESS.exec(location.hash)?.[1];
  try {
    if (arrived === undefined) return sessionStorage.getItem(KEY);
    sessionStorage.setItem(KEY, arrived);
    history.replaceState(history.state, '', location.pathname + location.search);
    return arrived;
  } catch {
    // Storage may be blocked; then the address is the only place to keep it.
    return arrived ?? null;
  }
}

/** Hears when another link is opened in this tab. Returns the function that stops listening. */
export function onAnotherLink(listener: () => void): () => void {
  const judge = () => {
    if (IN_ADDRESS.test(location.hash)) listener();
  };
  addEventListener('hashchange', judge);
  return () => removeEventListener('hashchange', judge);
}
