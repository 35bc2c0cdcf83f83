import {
  Counter,
  collectDefaultMetrics,
  Gauge,
  Histogram,
  type MetricObjectWithValues,
  type MetricValue,
  Registry,
} from 'prom-client';

/** Metrics as prom-client writes them down: plain JSON, which travels through the database. */
export type MetricReport = MetricObjectWithValues<MetricValue<string>>[];

/** A pool, as far as it is looked at. */
export interface WatchedPool {
  totalCount: number;
  idleCount: number;
  waitingCount: number;
}

export interface AnsweredRequest {
  method: string;
  /** The pattern of the route, never the address: '/api/admin/runs/:id'; 'other' for files. */
  route: string;
  /** 'aborted' when the other side left before the end. */
  status: string;
  seconds: number;
}

/** What one process counts of itself; what rows can tell is asked of the database instead. */
export interface ProcessMetrics {
  countRequest(request: AnsweredRequest): void;
  countPanelCall(call: { route: string; outcome: string; ms: number }): void;
  watchPool(name: string, pool: WatchedPool): void;
  /** All of it now. */
  report(): Promise<MetricReport>;
}

/** Seconds: what is answered from memory, from an index, and what somebody waits for. */
const REQUEST_BUCKETS = [0.01, 0.05, 0.2, 0.5, 1, 5];
const CALL_BUCKETS = [0.1, 0.5, 1, 5, 15, 60];

/** Every counter and gauge of a process, declared once. CPU, memory and the lag of its event loop come with prom-client. */
export function createProcessMetrics(): ProcessMetrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const requests = new Counter({
    name: 'billing_http_requests_total',
    help: 'Requests answered, by route and status',
    labelNames: ['method', 'route', 'status'],
    registers,
  });
  const requestSeconds = new Histogram({
    name: 'billing_http_request_duration_seconds',
    help: 'How long requests took, by route',
    labelNames: ['method', 'route'],
    buckets: REQUEST_BUCKETS,
    registers,
  });
  const calls = new Counter({
    name: 'billing_virtfusion_calls_total',
    help: 'Calls to VirtFusion, by route and outcome; ok is the good one',
    labelNames: ['route', 'outcome'],
    registers,
  });
  const callSeconds = new Histogram({
    name: 'billing_virtfusion_call_duration_seconds',
    help: 'How long calls to VirtFusion took, waiting for their turn included',
    buckets: CALL_BUCKETS,
    registers,
  });
  const pools = watchedPools(registry);
  return {
    countRequest: ({ method, route, status, seconds }) => {
      requests.inc({ method, route, status });
      requestSeconds.observe({ method, route }, seconds);
    },
    countPanelCall: ({ route, outcome, ms }) => {
      calls.inc({ route, outcome });
      callSeconds.observe(ms / 1000);
    },
    watchPool: (name, pool) => pools.set(name, pool),
    report: () => registry.getMetricsAsJSON() as Promise<MetricReport>,
  };
}

function watchedPools(registry: Registry): Map<string, WatchedPool> {
  const pools = new Map<string, WatchedPool>();
  new Gauge({
    name: 'billing_database_connections',
    help: 'Connections of a pool to the database: idle, busy, and requests that wait for one',
    labelNames: ['pool', 'state'],
    registers: [registry],
    collect() {
      for (const [pool, { totalCount, idleCount, waitingCount }] of pools) {
        this.set({ pool, state: 'idle' }, idleCount);
        this.set({ pool, state: 'busy' }, totalCount - idleCount);
        this.set({ pool, state: 'waiting' }, waitingCount);
      }
    },
  });
  return pools;
}
