/**
 * The root of the API: with or without `/api/v1` and slashes at the end, below a path if the panel is.
 * @throws TypeError that never repeats the text, since people paste passwords into it.
 */
export function apiRoot(baseUrl: string): URL {
  let url: URL;
  try {
    url = new URL(baseUrl.trim());
  } catch {
    throw new TypeError('the VirtFusion address is not a URL');
  }
  if (url.protocol !== 'https:' && url.protocol !== 'http:') {
    throw new TypeError('the VirtFusion address must begin with https:// or http://');
  }
  if (url.username !== '' || url.password !== '') {
    throw new TypeError('the VirtFusion address must not hold a user name or a password');
  }
  if (url.search !== '' || url.hash !== '') {
    throw new TypeError('the VirtFusion address must not hold a query or a fragment');
  }
  const path = url.pathname.replace(/\/+$/, '').replace(/\/api(\/v1)?$/, '');
  return new URL(`${path}/api/v1`, url.origin);
}
