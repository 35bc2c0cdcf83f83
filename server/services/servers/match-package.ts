/** What makes a package or a server, in VirtFusion's units. Traffic 0 is unmetered. */
export interface Resources {
  memoryMb: number;
  storageGb: number;
  trafficGb: number;
  cpuCores: number;
}

export interface MatchablePackage extends Resources {
  id: number;
}

/** The one package that fits, or null and those that do: none, or several. */
export interface PackageMatch {
  packageId: number | null;
  candidates: number[];
}

/** VirtFusion does not say which package a server has: only the one whose four resources are all equal is it. */
export function matchPackage(server: Resources, packages: readonly MatchablePackage[]): PackageMatch {
  const fitting = packages.filter(
    (known) =>
      known.memoryMb === server.memoryMb &&
      known.storageGb === server.storageGb &&
      known.trafficGb === server.trafficGb &&
      known.cpuCores === server.cpuCores,
  );
  const [only] = fitting;
  if (only && fitting.length === 1) return { packageId: only.id, candidates: [] };
  return { packageId: null, candidates: fitting.map((known) => known.id) };
}
