CREATE TRIGGER audit_seals_append_only BEFORE UPDATE OR DELETE ON audit_seals FOR EACH ROW EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER audit_seals_not_truncated BEFORE TRUNCATE ON audit_seals FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
-- Lets nobody write a charge of a month until the transaction ends; readers go on.
CREATE FUNCTION lock_charge_month(month timestamptz) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  PERFORM ensure_charge_partitions(month, month);
  EXECUTE format('LOCK TABLE %I IN SHARE MODE', charge_partition(month));
END $$;
--> statement-breakpoint
-- What needs the owner of the tables is done as the owner, whoever asks: a role that only works with the rows cannot make
-- or empty a partition by itself. Each does one thing, and refuses what the rules forbid. Who may ask is granted by
-- server/db/grant-app-role.ts.
ALTER FUNCTION ensure_charge_partitions(timestamptz, timestamptz) SECURITY DEFINER SET search_path = public, pg_temp;
--> statement-breakpoint
ALTER FUNCTION lock_charge_month(timestamptz) SECURITY DEFINER SET search_path = public, pg_temp;
--> statement-breakpoint
ALTER FUNCTION close_charge_month(timestamptz) SECURITY DEFINER SET search_path = public, pg_temp;
--> statement-breakpoint
ALTER FUNCTION empty_charge_month(timestamptz) SECURITY DEFINER SET search_path = public, pg_temp;
--> statement-breakpoint
REVOKE EXECUTE ON FUNCTION ensure_charge_partitions(timestamptz, timestamptz), lock_charge_month(timestamptz),
  close_charge_month(timestamptz), empty_charge_month(timestamptz) FROM PUBLIC;
