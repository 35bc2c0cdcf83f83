export interface Resources {
  memoryMb: number;
  storageGb: number;
  trafficGb: number;
  cpuCores: number;
}

/** '2 cores, 4 GB memory, 80 GB storage, 2,000 GB traffic'. */
export function resourcesText({ memoryMb, storageGb, trafficGb, cpuCores }: Resources): string {
  const memory =
    memoryMb % 1024 === 0 ? `${count(memoryMb / 1024)} GB memory` : `${count(memoryMb)} MB memory`;
  const traffic = trafficGb === 0 ? 'unmetered traffic' : `${count(trafficGb)} GB traffic`;
  return `${cpuCores === 1 ? '1 core' : `${cpuCores} cores`}, ${memory}, ${count(storageGb)} GB storage, ${traffic}`;
}

const count = (value: number) => value.toLocaleString('en');
