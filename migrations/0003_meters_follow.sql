-- A meter carries what is seen and assigned now, so that a run need not look it up for every server of a fleet. Only
-- these triggers write it: what is on the meter is in the tables, whoever wrote them.
CREATE FUNCTION meters_follow_stretches() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE server_meters m SET open_since = u.first_seen_at, open_state = u.state, open_customer_id = u.customer_id
  FROM (SELECT DISTINCT server_id FROM changed) c
    LEFT JOIN uptime_stretches u ON u.server_id = c.server_id AND u.last_seen_at IS NULL
  WHERE m.server_id = c.server_id
    AND (m.open_since, m.open_state, m.open_customer_id) IS DISTINCT FROM (u.first_seen_at, u.state, u.customer_id);
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER stretches_added AFTER INSERT ON uptime_stretches REFERENCING NEW TABLE AS changed
FOR EACH STATEMENT EXECUTE FUNCTION meters_follow_stretches();
--> statement-breakpoint
CREATE TRIGGER stretches_changed AFTER UPDATE ON uptime_stretches REFERENCING NEW TABLE AS changed
FOR EACH STATEMENT EXECUTE FUNCTION meters_follow_stretches();
--> statement-breakpoint
CREATE TRIGGER stretches_removed AFTER DELETE ON uptime_stretches REFERENCING OLD TABLE AS changed
FOR EACH STATEMENT EXECUTE FUNCTION meters_follow_stretches();
--> statement-breakpoint
CREATE FUNCTION meters_follow_packages() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE server_meters m SET package_from = p.effective_from, package_id = p.package_id
  FROM (SELECT DISTINCT server_id FROM changed) c
    LEFT JOIN LATERAL (SELECT effective_from, package_id FROM server_packages
      WHERE server_id = c.server_id ORDER BY effective_from DESC LIMIT 1) p ON true
  WHERE m.server_id = c.server_id AND (m.package_from, m.package_id) IS DISTINCT FROM (p.effective_from, p.package_id);
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER packages_added AFTER INSERT ON server_packages REFERENCING NEW TABLE AS changed
FOR EACH STATEMENT EXECUTE FUNCTION meters_follow_packages();
--> statement-breakpoint
CREATE TRIGGER packages_changed AFTER UPDATE ON server_packages REFERENCING NEW TABLE AS changed
FOR EACH STATEMENT EXECUTE FUNCTION meters_follow_packages();
--> statement-breakpoint
CREATE TRIGGER packages_removed AFTER DELETE ON server_packages REFERENCING OLD TABLE AS changed
FOR EACH STATEMENT EXECUTE FUNCTION meters_follow_packages();
--> statement-breakpoint
-- A meter that comes after its stretches and packages.
CREATE FUNCTION meters_begin() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE server_meters m SET open_since = u.first_seen_at, open_state = u.state, open_customer_id = u.customer_id
  FROM uptime_stretches u, changed c
  WHERE m.server_id = c.server_id AND u.server_id = c.server_id AND u.last_seen_at IS NULL;
  UPDATE server_meters m SET package_from = p.effective_from, package_id = p.package_id
  FROM (SELECT DISTINCT ON (p.server_id) p.server_id, p.effective_from, p.package_id
        FROM server_packages p JOIN changed c ON c.server_id = p.server_id ORDER BY p.server_id, p.effective_from DESC) p
  WHERE m.server_id = p.server_id;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER meters_added AFTER INSERT ON server_meters REFERENCING NEW TABLE AS changed
FOR EACH STATEMENT EXECUTE FUNCTION meters_begin();
--> statement-breakpoint
UPDATE server_meters m SET open_since = u.first_seen_at, open_state = u.state, open_customer_id = u.customer_id
FROM uptime_stretches u WHERE u.server_id = m.server_id AND u.last_seen_at IS NULL;
--> statement-breakpoint
UPDATE server_meters m SET package_from = p.effective_from, package_id = p.package_id
FROM (SELECT DISTINCT ON (server_id) * FROM server_packages ORDER BY server_id, effective_from DESC) p
WHERE p.server_id = m.server_id;
