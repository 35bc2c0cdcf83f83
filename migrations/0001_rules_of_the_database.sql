-- The application's clock, where it set one for its transaction; else the database's own.
CREATE FUNCTION billing_now() RETURNS timestamptz LANGUAGE sql STABLE AS $$
  SELECT coalesce(nullif(current_setting('skypanel.now', true), '')::timestamptz, now())
$$;
--> statement-breakpoint
-- Charges live in a partition a month. Called ahead of every run, so that no hour ever lacks its partition.
CREATE FUNCTION ensure_charge_partitions(first_hour timestamptz, last_hour timestamptz) RETURNS integer
LANGUAGE plpgsql AS $$
DECLARE
  month timestamptz := date_trunc('month', first_hour, 'UTC');
  made integer := 0;
  name text;
BEGIN
  WHILE month <= last_hour LOOP
    name := 'hourly_charges_' || to_char(month AT TIME ZONE 'UTC', 'YYYY_MM');
    IF to_regclass(name) IS NULL THEN
      PERFORM pg_advisory_xact_lock(7003);
      EXECUTE format('CREATE TABLE IF NOT EXISTS %I PARTITION OF hourly_charges FOR VALUES FROM (%L) TO (%L)',
        name, month, month + interval '1 month');
      made := made + 1;
    END IF;
    month := date_trunc('month', month + interval '32 days', 'UTC');
  END LOOP;
  RETURN made;
END $$;
--> statement-breakpoint
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only: add a correction, do not % its rows', TG_TABLE_NAME, lower(TG_OP)
    USING ERRCODE = '42501';
END $$;
--> statement-breakpoint
CREATE TRIGGER transactions_append_only BEFORE UPDATE OR DELETE ON transactions FOR EACH ROW EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER transactions_not_truncated BEFORE TRUNCATE ON transactions FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER audit_log_append_only BEFORE UPDATE OR DELETE ON audit_log FOR EACH ROW EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER audit_log_not_truncated BEFORE TRUNCATE ON audit_log FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER hourly_charges_append_only BEFORE UPDATE OR DELETE ON hourly_charges FOR EACH ROW EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER hourly_charges_not_truncated BEFORE TRUNCATE ON hourly_charges FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER rates_append_only BEFORE UPDATE OR DELETE ON rates FOR EACH ROW EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
INSERT INTO accounts (code, kind) VALUES ('revenue:hourly', 'revenue'), ('adjustments', 'adjustments');
--> statement-breakpoint
INSERT INTO server_hourly_billing_settings (id) VALUES (1);
--> statement-breakpoint
INSERT INTO billing_terms (effective_from, hours_per_month, counting_rule, running_percent, stopped_percent,
  suspended_percent, cap_hours, gap_policy, max_gap_seconds, bill_self_service)
VALUES ('epoch', 730, 'second', 100, 0, 0, 730, 'bill', 1800, false);
--> statement-breakpoint
CREATE FUNCTION setting_integer(saved jsonb, setting text, otherwise integer, lowest integer, highest integer)
RETURNS integer LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE value text := saved ->> setting;
BEGIN
  IF value IS NULL THEN RETURN otherwise; END IF;
  IF value !~ '^\d{1,9}$' OR value::integer NOT BETWEEN lowest AND highest THEN
    RAISE EXCEPTION '% must be a whole number from % to %, not "%"', setting, lowest, highest, left(value, 40)
      USING ERRCODE = '22023', DETAIL = setting;
  END IF;
  RETURN value::integer;
END $$;
--> statement-breakpoint
CREATE FUNCTION setting_boolean(saved jsonb, setting text, otherwise boolean)
RETURNS boolean LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE value text := saved ->> setting;
BEGIN
  IF value IS NULL THEN RETURN otherwise; END IF;
  IF value NOT IN ('true', 'false') THEN
    RAISE EXCEPTION '% must be true or false, not "%"', setting, left(value, 40)
      USING ERRCODE = '22023', DETAIL = setting;
  END IF;
  RETURN value::boolean;
END $$;
--> statement-breakpoint
CREATE FUNCTION setting_choice(saved jsonb, setting text, choices text[]) RETURNS text LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE value text := coalesce(saved ->> setting, choices[1]);
BEGIN
  IF value <> ALL (choices) THEN
    RAISE EXCEPTION '% must be one of %, not "%"', setting, array_to_string(choices, ', '), left(value, 40)
      USING ERRCODE = '22023', DETAIL = setting;
  END IF;
  RETURN value;
END $$;
--> statement-breakpoint
-- The keys are what people save; the typed row is what the cron reads. This is the only way from one to the other.
CREATE FUNCTION project_billing_settings() RETURNS trigger LANGUAGE plpgsql AS $$
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
--> statement-breakpoint
-- Terms hold from the next whole hour on. Until billing is first switched on nothing can have been priced by them.
CREATE FUNCTION date_billing_terms(before server_hourly_billing_settings, after server_hourly_billing_settings)
RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  starts timestamptz := date_trunc('hour', billing_now(), 'UTC') + interval '1 hour';
  cap integer := CASE after.cap_rule WHEN 'hours_per_month' THEN after.hours_per_month WHEN 'custom' THEN after.cap_hours END;
BEGIN
  IF (before.hours_per_month, before.counting_rule, before.running_percent, before.stopped_percent,
      before.suspended_percent, before.cap_rule, before.cap_hours, before.gap_policy, before.max_gap_intervals,
      before.observation_interval_minutes, before.bill_self_service)
     IS NOT DISTINCT FROM
     (after.hours_per_month, after.counting_rule, after.running_percent, after.stopped_percent,
      after.suspended_percent, after.cap_rule, after.cap_hours, after.gap_policy, after.max_gap_intervals,
      after.observation_interval_minutes, after.bill_self_service) THEN
    RETURN;
  END IF;
  IF NOT EXISTS (SELECT FROM billing_switches) THEN starts := 'epoch'; END IF;
  INSERT INTO billing_terms (effective_from, hours_per_month, counting_rule, running_percent, stopped_percent,
    suspended_percent, cap_hours, gap_policy, max_gap_seconds, bill_self_service, created_at)
  VALUES (starts, after.hours_per_month, after.counting_rule, after.running_percent, after.stopped_percent,
    after.suspended_percent, cap, after.gap_policy,
    after.max_gap_intervals * after.observation_interval_minutes * 60, after.bill_self_service, billing_now())
  ON CONFLICT (effective_from) DO UPDATE SET hours_per_month = excluded.hours_per_month,
    counting_rule = excluded.counting_rule, running_percent = excluded.running_percent,
    stopped_percent = excluded.stopped_percent, suspended_percent = excluded.suspended_percent,
    cap_hours = excluded.cap_hours, gap_policy = excluded.gap_policy,
    max_gap_seconds = excluded.max_gap_seconds, bill_self_service = excluded.bill_self_service,
    created_at = excluded.created_at;
END $$;
--> statement-breakpoint
-- Billing starts when it is switched on: from now, or from where it was last on, so that the pause is caught up.
-- Either way no hour that is charged already gains time: the past keeps its price.
CREATE FUNCTION turn_billing_switch(before server_hourly_billing_settings, after server_hourly_billing_settings, resume_from text)
RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  at timestamptz := date_trunc('second', billing_now());
  last_on_until timestamptz;
  charged_until timestamptz;
BEGIN
  IF before.cron_enabled = after.cron_enabled THEN RETURN; END IF;
  IF NOT after.cron_enabled THEN
    UPDATE billing_switches SET on_until = greatest(on_from, at) WHERE on_until IS NULL;
    RETURN;
  END IF;
  IF resume_from NOT IN ('now', 'lastBilled') THEN
    RAISE EXCEPTION 'server_hourly_billing_resume_from must be now or lastBilled, not "%"', left(resume_from, 40)
      USING ERRCODE = '22023', DETAIL = 'server_hourly_billing_resume_from';
  END IF;
  SELECT max(on_until) INTO last_on_until FROM billing_switches;
  IF resume_from = 'lastBilled' THEN at := coalesce(last_on_until, at); END IF;
  SELECT max(hour) + interval '1 hour' INTO charged_until FROM hourly_charges
    WHERE hour >= date_trunc('hour', at, 'UTC');
  INSERT INTO billing_switches (on_from, created_at) VALUES (greatest(at, charged_until), billing_now());
  DELETE FROM settings WHERE key = 'server_hourly_billing_resume_from';
END $$;
--> statement-breakpoint
CREATE TRIGGER settings_project AFTER INSERT OR UPDATE OR DELETE ON settings
FOR EACH STATEMENT EXECUTE FUNCTION project_billing_settings();
--> statement-breakpoint
CREATE FUNCTION refuse_direct_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF pg_trigger_depth() < 2 THEN
    RAISE EXCEPTION 'server_hourly_billing_settings follows the keys of settings: write those' USING ERRCODE = '42501';
  END IF;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER settings_row_follows BEFORE INSERT OR UPDATE OR DELETE ON server_hourly_billing_settings
FOR EACH STATEMENT EXECUTE FUNCTION refuse_direct_change();
--> statement-breakpoint
-- Every run moves every meter and wallet: room on their pages keeps those moves off the indexes.
ALTER TABLE server_meters SET (fillfactor = 60);
--> statement-breakpoint
ALTER TABLE accounts SET (fillfactor = 70);
