import { WEBHOOK_SECRET_PLACE } from '../channels/webhooks.ts';
import { secondFactorPlace } from './second-factor-place.ts';

/** A column that holds sealed texts, alone or among others. */
export interface SealedColumn {
  table: string;
  /** What names a row. */
  key: string;
  column: string;
  /** What the seal of a row is bound to. */
  placeOf(key: string): string;
}

/** Every column with sealed texts; a test looks for them in all the others. A new one wants a line here. */
export const sealedColumns: readonly SealedColumn[] = [
  { table: 'settings', key: 'key', column: 'value', placeOf: (key) => `settings.${key}` },
  { table: 'webhook_endpoints', key: 'id', column: 'sealed_secret', placeOf: () => WEBHOOK_SECRET_PLACE },
  { table: 'admin_second_factors', key: 'admin_id', column: 'sealed_secret', placeOf: secondFactorPlace },
];

/** What every sealed text looks like, as a pattern of PostgreSQL. */
export const SEALED_PATTERN = '^v1\\.[A-Za-z0-9_-]{11}\\.[A-Za-z0-9_-]{16}\\.[A-Za-z0-9_-]{22,}$';
