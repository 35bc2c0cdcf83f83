// Loaded with --import before everything else. Without OTEL_EXPORTER_OTLP_ENDPOINT it does nothing and loads nothing.
// The packages are 142 MB and no part of the product: md-docs/operations.md says how to install them beside it.
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';

// PM2 starts its processes somewhere else, and goes to their folder later.
const env = fileURLToPath(new URL('../.env', import.meta.url));
if (existsSync(env)) process.loadEnvFile(env);

if (process.env.OTEL_EXPORTER_OTLP_ENDPOINT?.trim()) await startTracing();

async function startTracing() {
  const [{ NodeSDK }, { getNodeAutoInstrumentations }] = await Promise.all([
    load('@opentelemetry/sdk-node'),
    load('@opentelemetry/auto-instrumentations-node'),
  ]);
  process.env.OTEL_SERVICE_NAME ??= 'skypanel-billing';
  const sdk = new NodeSDK({
    // Files and names of hosts are opened by the thousand, and say nothing.
    instrumentations: [
      getNodeAutoInstrumentations({
        '@opentelemetry/instrumentation-fs': { enabled: false },
        '@opentelemetry/instrumentation-dns': { enabled: false },
        '@opentelemetry/instrumentation-net': { enabled: false },
      }),
    ],
  });
  sdk.start();
  // What is traced is sent every few seconds; what is left when the process is told to end is sent then.
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => void sdk.shutdown().catch(() => {}));
}

async function load(name) {
  try {
    return await import(pathToFileURL(createRequire(import.meta.url).resolve(name)).href);
  } catch (error) {
    if (error.code !== 'MODULE_NOT_FOUND') throw error;
    process.stderr.write(
      `OTEL_EXPORTER_OTLP_ENDPOINT is set, and ${name} is not installed: npm install --prefix .. @opentelemetry/sdk-node@0.223.0 @opentelemetry/auto-instrumentations-node@0.81.2\n`,
    );
    process.exit(1);
  }
}
