import { AggregatorRegistry, Gauge, Registry } from 'prom-client';
import type { Context } from '../../context.ts';
import type { MetricReport } from '../../metrics.ts';
import { listProcesses } from '../processes/list-processes.ts';
import { loadQueueSamples } from './load-queue-samples.ts';
import { loadRunSamples } from './load-run-samples.ts';
import { loadBackupSamples, loadStateSamples, processSamples } from './load-state-samples.ts';
import { type MeasureName, measures, type Sample } from './measures.ts';

/** Scrapes within so long of each other get the same answer. */
const KEEP_MS = 5_000;

export interface Collector {
  /** In Prometheus's text format: what rows tell, and what every process of the installation counted. */
  collect(): Promise<string>;
  contentType: string;
}

/**
 * One scrape tells of all processes, whichever of them answers it: the others are asked through their rows, which are
 * some seconds old. Several scrapes at once are one.
 */
export function createCollector(ctx: Context, ownReport: () => Promise<MetricReport>): Collector {
  let kept: { at: number; text: Promise<string> } | null = null;
  return {
    contentType: Registry.PROMETHEUS_CONTENT_TYPE,
    collect: () => {
      const at = performance.now();
      if (kept === null || at - kept.at > KEEP_MS) kept = { at, text: collectOnce(ctx, ownReport) };
      return kept.text;
    },
  };
}

async function collectOnce(ctx: Context, ownReport: () => Promise<MetricReport>): Promise<string> {
  const { samples, others } = await fromDatabase(ctx);
  const counted = [labelled(await ownReport(), ctx.instance), ...others];
  const processes = await AggregatorRegistry.aggregate(counted).metrics();
  return `${await registryOf(samples).metrics()}\n${processes}`;
}

/** Without a database there is still to say that there is none, and what this process counted. */
async function fromDatabase(ctx: Context): Promise<{ samples: Sample[]; others: MetricReport[] }> {
  try {
    const listed = await listProcesses(ctx);
    const samples = [
      { name: 'billing_database_up' as const, value: 1 },
      ...(await loadRunSamples(ctx)),
      ...(await loadQueueSamples(ctx)),
      ...(await loadStateSamples(ctx)),
      ...(await loadBackupSamples(ctx)),
      ...processSamples(listed),
    ];
    const others = listed
      .filter(({ instance, metrics }) => instance !== ctx.instance && metrics !== null)
      .map(({ instance, metrics }) => labelled(metrics as MetricReport, instance));
    return { samples, others };
  } catch (error) {
    ctx.log.warn('metrics without the database', { error });
    return { samples: [{ name: 'billing_database_up', value: 0 }], others: [] };
  }
}

/** A label of its own for each process, so that one that ends takes its series along and no sum falls. */
function labelled(report: MetricReport, instance: string): MetricReport {
  return report.map((metric) => ({
    ...metric,
    values: metric.values.map((value) => ({ ...value, labels: { ...value.labels, process: instance } })),
  }));
}

/** Gauges of what is known alone: prom-client would say 0 of the rest, and unknown is not zero. */
function registryOf(samples: readonly Sample[]): Registry {
  const registry = new Registry();
  const gauges = new Map<MeasureName, Gauge>();
  for (const { name, labels = {}, value } of samples) {
    const gauge = gauges.get(name) ?? gaugeOf(name, registry);
    gauges.set(name, gauge);
    gauge.set(labels, value);
  }
  return registry;
}

function gaugeOf(name: MeasureName, registry: Registry): Gauge {
  const { help, ...rest } = measures[name];
  const labelNames = 'labels' in rest ? [...rest.labels] : [];
  return new Gauge({ name, help, labelNames, registers: [registry] });
}
