-- As before, but made beside the table and then attached: CREATE TABLE ... PARTITION OF would lock out every reader and
-- writer of all months, and wait for each of them first. Several instances may call it at once.
CREATE OR REPLACE FUNCTION ensure_charge_partitions(first_hour timestamptz, last_hour timestamptz) RETURNS integer
LANGUAGE plpgsql AS $$
DECLARE
  month timestamptz := date_trunc('month', first_hour, 'UTC');
  next_month timestamptz;
  made integer := 0;
  name text;
BEGIN
  WHILE month <= last_hour LOOP
    next_month := date_trunc('month', month + interval '32 days', 'UTC');
    name := charge_partition(month);
    IF NOT has_charge_partition(name) THEN
      PERFORM pg_advisory_xact_lock(7003);
      -- Whoever held the lock may have made it; to_regclass would still say what it said before the wait.
      IF NOT has_charge_partition(name) THEN
        EXECUTE format('CREATE TABLE %I (LIKE hourly_charges INCLUDING ALL)', name);
        EXECUTE format('ALTER TABLE hourly_charges ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)', name, month, next_month);
        made := made + 1;
      END IF;
    END IF;
    month := next_month;
  END LOOP;
  RETURN made;
END $$;
--> statement-breakpoint
CREATE FUNCTION has_charge_partition(name text) RETURNS boolean LANGUAGE sql AS $$
  SELECT EXISTS (SELECT FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
    WHERE i.inhparent = 'hourly_charges'::regclass AND c.relname = name)
$$;
--> statement-breakpoint
CREATE FUNCTION charge_partition(month timestamptz) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT 'hourly_charges_' || to_char(month AT TIME ZONE 'UTC', 'YYYY_MM')
$$;
--> statement-breakpoint
-- Hours before this instant are read from what is packed, all others from the partitions.
CREATE FUNCTION packed_until() RETURNS timestamptz LANGUAGE sql STABLE AS $$
  SELECT coalesce(date_trunc('month', max(month) + interval '32 days', 'UTC'), '-infinity') FROM packed_months
  WHERE packed_at IS NOT NULL
$$;
--> statement-breakpoint
-- Three thousand bytes that are looked into once an hour restored: they stay in the row as they are.
ALTER TABLE packed_months ALTER COLUMN run_ids SET STORAGE PLAIN;
--> statement-breakpoint
-- Closes a month for good: an insert into it fails by the name of this constraint. It locks that month alone.
CREATE FUNCTION close_charge_month(month timestamptz) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  PERFORM ensure_charge_partitions(month, month);
  EXECUTE format('ALTER TABLE %I ADD CONSTRAINT the_month_is_packed CHECK (false) NOT VALID', charge_partition(month));
END $$;
--> statement-breakpoint
-- Lets the rows of a packed month go. The empty partition stays, with its constraint, as the lid on the month.
CREATE FUNCTION empty_charge_month(month timestamptz) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  IF month >= packed_until() THEN
    RAISE EXCEPTION 'The month from % is not packed: its charges stay', month USING ERRCODE = '42501';
  END IF;
  EXECUTE format('TRUNCATE %I', charge_partition(month));
  EXECUTE format('ALTER TABLE %I VALIDATE CONSTRAINT the_month_is_packed', charge_partition(month));
END $$;
--> statement-breakpoint
-- The packed charges of a month, hour by hour, from the first of its hours to the last (0 to 743). An hour was paid by the
-- first movement that its run made on that customer's wallet: nearly always the only one. Others are kept as rows.
CREATE FUNCTION unpack_charges(of_month timestamptz, first_bit integer, last_bit integer) RETURNS SETOF hourly_charges
LANGUAGE sql STABLE AS $$
  SELECT (p.month + at.bit * interval '1 hour')::timestamptz(3), p.server_id, p.customer_id, p.package_id, p.rate_id, p.terms_id,
    m.run_ids[at.bit + 1], p.seconds, p.weighted, p.capped, p.amount_micros, p.in_gap,
    CASE WHEN p.amount_micros <> 0 THEN (SELECT min(t.id) FROM transactions t
      WHERE t.run_id = m.run_ids[at.bit + 1] AND t.wallet_account_id = w.id AND t.kind = 'hourly') END
  FROM packed_charges p JOIN packed_months m ON m.month = p.month
  LEFT JOIN accounts w ON w.customer_id = p.customer_id
  CROSS JOIN LATERAL generate_series(first_bit, last_bit) AS at(bit)
  WHERE p.month = of_month AND get_bit(p.hours, at.bit) <> 0
$$;
--> statement-breakpoint
-- Every charge there is, packed or not. Ask with the month beside the hour: it finds what is packed.
CREATE VIEW every_charge AS
  SELECT date_trunc('month', h.hour, 'UTC') AS month, h.* FROM hourly_charges h
  WHERE h.hour >= (SELECT packed_until())
  UNION ALL
  SELECT date_trunc('month', k.hour, 'UTC'), k.* FROM kept_charges k
  WHERE k.hour < (SELECT packed_until())
  UNION ALL
  SELECT m.month, u.* FROM packed_months m CROSS JOIN LATERAL unpack_charges(m.month, 0, 743) u
  WHERE m.packed_at IS NOT NULL;
--> statement-breakpoint
-- The next charges of a run in one packed hour, by server: no more are unpacked than are asked for.
CREATE FUNCTION packed_charges_of_run(run integer, at timestamptz, after_server bigint, most integer) RETURNS SETOF hourly_charges
LANGUAGE sql STABLE AS $$
  WITH place AS (
    SELECT m.month, (extract(epoch FROM at - m.month) / 3600)::integer AS bit, m.run_ids FROM packed_months m
    WHERE m.month = date_trunc('month', at, 'UTC')
  ), next_servers AS (
    SELECT p.server_id FROM place CROSS JOIN LATERAL (
      SELECT server_id FROM packed_charges c WHERE c.month = place.month AND c.server_id > after_server
        AND get_bit(c.hours, place.bit) <> 0 ORDER BY c.server_id LIMIT most) p
    WHERE place.run_ids[place.bit + 1] = run
  )
  SELECT * FROM kept_charges WHERE hour = at AND run_id = run AND server_id > after_server
  UNION ALL
  SELECT u.* FROM place CROSS JOIN LATERAL unpack_charges(place.month, place.bit, place.bit) u
  WHERE u.server_id = ANY(ARRAY(SELECT server_id FROM next_servers))
  ORDER BY server_id LIMIT most
$$;
--> statement-breakpoint
CREATE TRIGGER packed_charges_append_only BEFORE UPDATE OR DELETE ON packed_charges FOR EACH ROW EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER packed_charges_not_truncated BEFORE TRUNCATE ON packed_charges FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER kept_charges_append_only BEFORE UPDATE OR DELETE ON kept_charges FOR EACH ROW EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER kept_charges_not_truncated BEFORE TRUNCATE ON kept_charges FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER packed_months_stay BEFORE DELETE ON packed_months FOR EACH ROW EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER packed_months_not_truncated BEFORE TRUNCATE ON packed_months FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
-- As before, with the three settings of the history.
CREATE OR REPLACE FUNCTION project_billing_settings() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  saved jsonb;
  before server_hourly_billing_settings;
  row server_hourly_billing_settings;
  cap text;
BEGIN
  SELECT * INTO before FROM server_hourly_billing_settings WHERE id = 1 FOR UPDATE;
  SELECT coalesce(jsonb_object_agg(key, value), '{}') INTO saved FROM settings WHERE key LIKE 'server\_%';
  row := before;
  row.cron_enabled := setting_boolean(saved, 'server_hourly_billing_enabled', false);
  row.cron_schedule := coalesce(saved ->> 'server_hourly_billing_cron_schedule', '0 * * * *');
  IF length(row.cron_schedule) > 100 OR array_length(regexp_split_to_array(trim(row.cron_schedule), '\s+'), 1) <> 5 THEN
    RAISE EXCEPTION 'server_hourly_billing_cron_schedule must be five fields in at most 100 letters, not "%"', left(row.cron_schedule, 120)
      USING ERRCODE = '22023', DETAIL = 'server_hourly_billing_cron_schedule';
  END IF;
  row.hours_per_month := setting_integer(saved, 'server_hours_per_month', 730, 1, 744);
  row.timezone := coalesce(saved ->> 'server_hourly_billing_timezone', 'UTC');
  IF NOT EXISTS (SELECT FROM pg_timezone_names WHERE name = row.timezone) THEN
    RAISE EXCEPTION 'server_hourly_billing_timezone must be a zone such as Europe/London, not "%"', left(row.timezone, 40)
      USING ERRCODE = '22023', DETAIL = 'server_hourly_billing_timezone';
  END IF;
  row.running_percent := setting_integer(saved, 'server_hourly_billing_running_percent', 100, 0, 100);
  row.stopped_percent := setting_integer(saved, 'server_hourly_billing_stopped_percent', 0, 0, 100);
  row.suspended_percent := setting_integer(saved, 'server_hourly_billing_suspended_percent', 0, 0, 100);
  row.counting_rule := setting_choice(saved, 'server_hourly_billing_counting_rule', ARRAY['second', 'minute', 'hour']);
  cap := coalesce(saved ->> 'server_hourly_billing_cap_hours', 'hours_per_month');
  row.cap_rule := CASE WHEN cap IN ('hours_per_month', 'off') THEN cap ELSE 'custom' END;
  row.cap_hours := CASE WHEN row.cap_rule = 'custom' THEN setting_integer(saved, 'server_hourly_billing_cap_hours', 730, 1, 744) END;
  row.gap_policy := setting_choice(saved, 'server_hourly_billing_gap_policy', ARRAY['bill', 'hold', 'free']);
  row.max_gap_intervals := setting_integer(saved, 'server_hourly_billing_max_gap_intervals', 3, 2, 100);
  row.observation_interval_minutes := setting_integer(saved, 'server_hourly_billing_observation_interval_minutes', 10, 1, 60);
  IF 60 % row.observation_interval_minutes <> 0 THEN
    RAISE EXCEPTION 'server_hourly_billing_observation_interval_minutes must divide an hour evenly (1, 2, 3, 4, 5, 6, 10, 12, 15, 20, 30 or 60), not "%"', row.observation_interval_minutes
      USING ERRCODE = '22023', DETAIL = 'server_hourly_billing_observation_interval_minutes';
  END IF;
  row.requests_per_minute := setting_integer(saved, 'server_hourly_billing_requests_per_minute', 240, 10, 100000);
  row.request_concurrency := setting_integer(saved, 'server_hourly_billing_request_concurrency', 4, 1, 64);
  row.brake_total_percent := setting_integer(saved, 'server_hourly_billing_brake_total_percent', 300, 0, 100000);
  row.brake_fleet_percent := setting_integer(saved, 'server_hourly_billing_brake_fleet_percent', 30, 0, 100000);
  row.brake_catch_up_hours := setting_integer(saved, 'server_hourly_billing_brake_catch_up_hours', 48, 0, 8784);
  row.brake_free_percent := setting_integer(saved, 'server_hourly_billing_brake_free_percent', 50, 0, 100);
  row.bill_self_service := setting_boolean(saved, 'server_hourly_billing_bill_self_service', false);
  row.pack_months := setting_boolean(saved, 'server_hourly_billing_pack_months', false);
  row.months_in_full := setting_integer(saved, 'server_hourly_billing_months_in_full', 13, 2, 13);
  row.export_packed := setting_boolean(saved, 'server_hourly_billing_export_packed', true);
  row.currency := coalesce(saved ->> 'server_hourly_billing_currency', 'USD');
  IF row.currency !~ '^[A-Z]{3}$' THEN
    RAISE EXCEPTION 'server_hourly_billing_currency must be an ISO 4217 code such as USD, not "%"', left(row.currency, 40)
      USING ERRCODE = '22023', DETAIL = 'server_hourly_billing_currency';
  END IF;
  IF row.currency <> before.currency AND EXISTS (SELECT FROM transactions) THEN
    RAISE EXCEPTION 'server_hourly_billing_currency is % for good: money has moved in it', before.currency
      USING ERRCODE = '22023', DETAIL = 'server_hourly_billing_currency';
  END IF;
  IF row IS DISTINCT FROM before THEN
    row.version := before.version + 1;
    row.updated_at := billing_now();
    UPDATE server_hourly_billing_settings SET
      cron_enabled = row.cron_enabled,
      cron_schedule = row.cron_schedule,
      hours_per_month = row.hours_per_month,
      timezone = row.timezone,
      running_percent = row.running_percent,
      stopped_percent = row.stopped_percent,
      suspended_percent = row.suspended_percent,
      counting_rule = row.counting_rule,
      cap_rule = row.cap_rule,
      cap_hours = row.cap_hours,
      gap_policy = row.gap_policy,
      max_gap_intervals = row.max_gap_intervals,
      observation_interval_minutes = row.observation_interval_minutes,
      requests_per_minute = row.requests_per_minute,
      request_concurrency = row.request_concurrency,
      brake_total_percent = row.brake_total_percent,
      brake_fleet_percent = row.brake_fleet_percent,
      brake_catch_up_hours = row.brake_catch_up_hours,
      brake_free_percent = row.brake_free_percent,
      bill_self_service = row.bill_self_service,
      pack_months = row.pack_months,
      months_in_full = row.months_in_full,
      export_packed = row.export_packed,
      currency = row.currency,
      version = row.version,
      updated_at = row.updated_at
    WHERE id = 1;
    PERFORM date_billing_terms(before, row);
    PERFORM turn_billing_switch(before, row, coalesce(saved ->> 'server_hourly_billing_resume_from', 'now'));
  END IF;
  PERFORM pg_notify('settings_changed', row.version::text);
  RETURN NULL;
END $$;
