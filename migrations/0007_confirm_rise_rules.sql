-- One key more for the typed row, beside project_billing_settings: how steep a price rise may be before it asks.
-- Fires after settings_project, by its name.
CREATE FUNCTION project_confirm_rise() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  saved jsonb;
  percent integer;
BEGIN
  SELECT coalesce(jsonb_object_agg(key, value), '{}') INTO saved FROM settings
    WHERE key = 'server_hourly_billing_confirm_rise_percent';
  percent := setting_integer(saved, 'server_hourly_billing_confirm_rise_percent', 20, 0, 100000);
  UPDATE server_hourly_billing_settings SET confirm_rise_percent = percent, version = version + 1,
    updated_at = billing_now() WHERE id = 1 AND confirm_rise_percent <> percent;
  IF FOUND THEN PERFORM pg_notify('settings_changed', 'confirm_rise'); END IF;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER settings_project_confirm_rise AFTER INSERT OR UPDATE OR DELETE ON settings
FOR EACH STATEMENT EXECUTE FUNCTION project_confirm_rise();
