DROP INDEX "servers_power_asked";--> statement-breakpoint
CREATE INDEX "servers_state" ON "servers" USING btree ("state","id");--> statement-breakpoint
CREATE INDEX "servers_package_now" ON "servers" USING btree ("package_id") WHERE "servers"."gone_at" is null;