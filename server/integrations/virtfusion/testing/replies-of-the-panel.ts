/** Replies in the vendor's words, shortened where nothing reads them. */

export function simpleRow(id: number, changes: Record<string, unknown> = {}) {
  return {
    id,
    uuid: `1fb4b391-b360-40e7-8fe1-${String(id).padStart(12, '0')}`,
    name: `web-${id}`,
    commissioned: 3,
    owner: 3,
    hypervisorId: 7,
    suspended: false,
    protected: false,
    updated: '2024-04-02T10:15:10+00:00',
    created: '2024-03-30T14:41:27+00:00',
    ...changes,
  };
}

/** A page of a list of `total` servers with ids from 1 on; its links lead astray, as the panel's do. */
export function page(number: number, { total, perPage = 200 }: { total: number; perPage?: number }) {
  const first = (number - 1) * perPage + 1;
  const length = Math.min(Math.max(total - first + 1, 0), perPage);
  const lastPage = Math.max(1, Math.ceil(total / perPage));
  return {
    current_page: number,
    data: Array.from({ length }, (_, at) => simpleRow(first + at)),
    first_page_url: 'https://192.168.3.11/api/v1/servers?page=1',
    from: length === 0 ? null : first,
    last_page: lastPage,
    links: [{ url: null, label: '&laquo; Previous', active: false }],
    next_page_url: number < lastPage ? `https://192.168.3.11/api/v1/servers?page=${number + 1}` : null,
    path: 'https://192.168.3.11/api/v1/servers',
    per_page: perPage,
    prev_page_url: null,
    to: length === 0 ? null : first + length - 1,
    total,
  };
}

export function detail(id: number, changes: Record<string, unknown> = {}) {
  return {
    data: {
      id,
      arch: 1,
      name: 'web-1',
      ownerId: 3,
      hypervisorId: 6,
      selfService: 0,
      selfServiceSettings: [],
      hostname: 'web-1.example.com',
      commissionStatus: 3,
      uuid: '5de5a89b-b707-41bf-a051-7af1a4e67795',
      state: 'complete',
      suspended: false,
      protected: false,
      buildFailed: false,
      deleteLevel: 0,
      built: '2025-01-15T15:00:49+00:00',
      created: '2024-12-06T09:10:11+00:00',
      updated: '2025-01-15T15:00:49+00:00',
      settings: {
        encryptedPassword: 'eyJpdiI6IkN',
        config: [],
        resources: { memory: 1024, storage: 11, traffic: 20000, cpuCores: 2 },
      },
      qemuAgent: { os: { screen: 'aVZCT1J3MEtHZ28=' } },
      network: { interfaces: [{ id: 1, inAverage: 125000, outAverage: 62500 }] },
      hypervisor: { id: 6, maintenance: false, name: 'hv-6', group: { name: 'London', icon: null } },
      owner: {
        id: 3,
        admin: false,
        extRelationId: 1042,
        name: 'ada',
        email: 'ada@example.com',
        suspended: false,
        created: '2024-01-01T00:00:00+00:00',
      },
      sshKeys: [{ public: 'ssh-ed25519 AAAA' }],
      remoteState: false,
      ...changes,
    },
  };
}

export const basicPackage = {
  id: 1,
  name: 'Basic',
  description: null,
  enabled: true,
  memory: 1024,
  primaryStorage: 10,
  traffic: 200,
  cpuCores: 1,
  primaryNetworkSpeedIn: 0,
  primaryNetworkSpeedOut: 0,
  primaryDiskType: 'inherit',
  backupPlanId: 0,
  primaryStorageReadBytesSec: null,
  created: '2024-03-12T22:41:31.000000Z',
};

export const usd = {
  id: 11,
  code: 'USD',
  value: '0.0100000000',
  prefix: '$',
  suffix: null,
  default: true,
  enabled: true,
};
