-- Searching for a part of a name reads every row; with trigrams it reads those that may match. The extension comes
-- with PostgreSQL's contrib and any owner of a database may create it; where it cannot be had, searches are as right
-- without it, and slower. The expressions are those of server/services/paging/search-text.ts.
DO $$
BEGIN
  CREATE EXTENSION IF NOT EXISTS pg_trgm;
  EXECUTE $index$ CREATE INDEX servers_search ON servers USING gin
    (lower(coalesce(name, '') || E'\n' || coalesce(hostname, '') || E'\n' || coalesce(uuid, '')) gin_trgm_ops) $index$;
  EXECUTE $index$ CREATE INDEX customers_search ON customers USING gin
    (lower(coalesce(name, '') || E'\n' || coalesce(email, '')) gin_trgm_ops) $index$;
EXCEPTION WHEN feature_not_supported OR undefined_file OR insufficient_privilege OR undefined_object THEN
  RAISE NOTICE 'pg_trgm cannot be had (%): searches in lists read every row', SQLERRM;
END $$;
--> statement-breakpoint
-- Every sample of power moves its server's row: room on the pages keeps that off the indexes.
ALTER TABLE servers SET (fillfactor = 80);
