const KEY = 'customer-link';
const IN_ADDRESS = /^#(skylink_[\w-]+)$/;

/**
 * The link's token, for as long as this tab is open. It arrives behind the '#' and is taken out of the address at
 * once, so that no picture, copied address or history of the browser opens the page for somebody else.
 */
export function customerLinkToken(): string | null {
  const arrived = IN_ADDRESS.exec(location.hash)?.[1];
  if (arrived === undefined) return kept ?? stored();
  kept = arrived;
  try {
    sessionStorage.setItem(KEY, arrived);
  } catch {
    // Storage may be blocked; then a reload asks for the link again.
  }
  history.replaceState(history.state, '', location.pathname + location.search);
  return arrived;
}

let kept: string | null = null;

function stored(): string | null {
  try {
    return sessionStorage.getItem(KEY);
  } catch {
    return null;
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
