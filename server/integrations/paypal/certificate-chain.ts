import { type KeyObject, X509Certificate } from 'node:crypto';

export type ChainProblem =
  | 'not a certificate'
  | 'not in its time of validity'
  | 'not issued to PayPal'
  | 'not vouched for by a trusted authority';

const MOST_CERTIFICATES = 8;

/**
 * The public key of the first certificate of a PEM chain, once the chain is proved: everything is in its time, each is
 * signed by an authority after it or by one of `roots`, and the first names PayPal's signing service. That name is the
 * rule of PayPal's own Java SDK: it begins with `messageverificationcerts` and ends in `.paypal.com`.
 */
export function keyOfChain(
  pem: string,
  { roots, now }: { roots: readonly string[]; now: Date },
): { key: KeyObject; problem: null } | { key: null; problem: ChainProblem } {
  const certificates = certificatesIn(pem);
  const [leaf] = certificates;
  if (!leaf) return refused('not a certificate');
  if (!isPayPals(leaf)) return refused('not issued to PayPal');
  const trusted = roots.flatMap(certificatesIn);
  const chain = chainFrom(leaf, { others: certificates.slice(1), trusted });
  if (!chain) return refused('not vouched for by a trusted authority');
  if (!chain.every((certificate) => isCurrent(certificate, now)))
    return refused('not in its time of validity');
  return { key: leaf.publicKey, problem: null };
}

function refused(problem: ChainProblem): { key: null; problem: ChainProblem } {
  return { key: null, problem };
}

function certificatesIn(pem: string): X509Certificate[] {
  const blocks = pem.match(/-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g) ?? [];
  try {
    return blocks.slice(0, MOST_CERTIFICATES).map((block) => new X509Certificate(block));
  } catch {
    return []; // one that cannot be read makes the chain none
  }
}

function isPayPals({ subject }: X509Certificate): boolean {
  return subject.split('\n').some((part) => /^CN=messageverificationcerts[\w.-]*\.paypal\.com$/.test(part));
}

/** From the leaf to a trusted root, or null. Each step is a signature that was checked. */
function chainFrom(
  leaf: X509Certificate,
  { others, trusted }: { others: readonly X509Certificate[]; trusted: readonly X509Certificate[] },
): X509Certificate[] | null {
  const chain = [leaf];
  for (let at = leaf; chain.length <= MOST_CERTIFICATES; ) {
    const root = trusted.find((candidate) => vouchesFor(candidate, at));
    if (root) return [...chain, root];
    const next = others.find((candidate) => !chain.includes(candidate) && vouchesFor(candidate, at));
    if (!next) return null;
    chain.push(next);
    at = next;
  }
  return null;
}

function vouchesFor(issuer: X509Certificate, subject: X509Certificate): boolean {
  return issuer.ca && subject.checkIssued(issuer) && subject.verify(issuer.publicKey);
}

function isCurrent({ validFrom, validTo }: X509Certificate, now: Date): boolean {
  return Date.parse(validFrom) <= now.getTime() && now.getTime() <= Date.parse(validTo);
}
