-- Further schedules and windows without runs are JSON in their keys. Judged here, so that psql is told as well.
CREATE FUNCTION setting_json_list(saved jsonb, setting text) RETURNS jsonb LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE value jsonb;
BEGIN
  IF saved ->> setting IS NULL THEN RETURN '[]'; END IF;
  BEGIN
    value := (saved ->> setting)::jsonb;
  EXCEPTION WHEN invalid_text_representation THEN
    value := NULL;
  END;
  IF value IS NULL OR jsonb_typeof(value) <> 'array' OR jsonb_array_length(value) > 10 THEN
    RAISE EXCEPTION '% must be a JSON list of at most ten, such as [], not "%"', setting, left(saved ->> setting, 40)
      USING ERRCODE = '22023', DETAIL = setting;
  END IF;
  RETURN value;
END $$;
--> statement-breakpoint
CREATE FUNCTION project_schedule_settings() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  saved jsonb;
  schedules jsonb;
  windows jsonb;
  item jsonb;
BEGIN
  SELECT coalesce(jsonb_object_agg(key, value), '{}') INTO saved FROM settings
    WHERE key IN ('server_hourly_billing_more_schedules', 'server_hourly_billing_blackouts');
  schedules := setting_json_list(saved, 'server_hourly_billing_more_schedules');
  FOR item IN SELECT * FROM jsonb_array_elements(schedules) LOOP
    IF jsonb_typeof(item) <> 'string' OR length(item #>> '{}') > 100
       OR array_length(regexp_split_to_array(trim(item #>> '{}'), '\s+'), 1) <> 5 THEN
      RAISE EXCEPTION 'server_hourly_billing_more_schedules must hold schedules of five fields in at most 100 letters, not %', left(item::text, 120)
        USING ERRCODE = '22023', DETAIL = 'server_hourly_billing_more_schedules';
    END IF;
  END LOOP;
  windows := setting_json_list(saved, 'server_hourly_billing_blackouts');
  FOR item IN SELECT * FROM jsonb_array_elements(windows) LOOP
    IF jsonb_typeof(item) <> 'object' OR jsonb_typeof(item -> 'days') IS DISTINCT FROM 'array'
       OR jsonb_array_length(item -> 'days') NOT BETWEEN 1 AND 7
       OR EXISTS (SELECT FROM jsonb_array_elements(item -> 'days') AS day WHERE day::text !~ '^[0-6]$')
       OR coalesce(item ->> 'from', '') !~ '^([01]\d|2[0-3]):[0-5]\d$'
       OR coalesce(item ->> 'until', '') !~ '^([01]\d|2[0-3]):[0-5]\d$' THEN
      RAISE EXCEPTION 'server_hourly_billing_blackouts must hold windows such as {"days":[1],"from":"09:00","until":"17:00"}, not %', left(item::text, 120)
        USING ERRCODE = '22023', DETAIL = 'server_hourly_billing_blackouts';
    END IF;
  END LOOP;
  UPDATE server_hourly_billing_settings SET more_schedules = schedules, blackouts = windows,
    version = version + 1, updated_at = billing_now()
  WHERE id = 1 AND (more_schedules, blackouts) IS DISTINCT FROM (schedules, windows);
  IF FOUND THEN
    PERFORM pg_notify('settings_changed', version::text) FROM server_hourly_billing_settings;
  END IF;
  RETURN NULL;
END $$;
--> statement-breakpoint
-- After settings_project, whose name comes first: that one has the row locked by then.
CREATE TRIGGER settings_project_schedules AFTER INSERT OR UPDATE OR DELETE ON settings
FOR EACH STATEMENT EXECUTE FUNCTION project_schedule_settings();
