CREATE TRIGGER server_exemptions_append_only BEFORE UPDATE OR DELETE ON server_exemptions FOR EACH ROW EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER server_exemptions_not_truncated BEFORE TRUNCATE ON server_exemptions FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER server_exemption_ends_append_only BEFORE UPDATE OR DELETE ON server_exemption_ends FOR EACH ROW EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER server_exemption_ends_not_truncated BEFORE TRUNCATE ON server_exemption_ends FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
