DROP INDEX "rates_package_from";--> statement-breakpoint
DROP INDEX "rates_server_from";--> statement-breakpoint
ALTER TABLE "rates" ADD COLUMN "while_package_id" integer;--> statement-breakpoint
ALTER TABLE "rates" ADD COLUMN "ends" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "rates" ADD COLUMN "supersedes_id" integer;--> statement-breakpoint
ALTER TABLE "server_hourly_billing_settings" ADD COLUMN "confirm_rise_percent" integer DEFAULT 20 NOT NULL;--> statement-breakpoint
CREATE UNIQUE INDEX "rates_supersedes" ON "rates" USING btree ("supersedes_id") WHERE "rates"."supersedes_id" is not null;--> statement-breakpoint
CREATE INDEX "rates_while_package" ON "rates" USING btree ("while_package_id","effective_from") WHERE "rates"."while_package_id" is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "rates_package_from" ON "rates" USING btree ("package_id","effective_from") WHERE "rates"."package_id" is not null and "rates"."supersedes_id" is null;--> statement-breakpoint
CREATE UNIQUE INDEX "rates_server_from" ON "rates" USING btree ("server_id","effective_from") WHERE "rates"."server_id" is not null and "rates"."supersedes_id" is null;--> statement-breakpoint
ALTER TABLE "rates" ADD CONSTRAINT "rate_kept_of_a_server" CHECK ("rates"."server_id" is not null or ("rates"."while_package_id" is null and not "rates"."ends"));--> statement-breakpoint
ALTER TABLE "server_hourly_billing_settings" ADD CONSTRAINT "confirm_rise_range" CHECK ("server_hourly_billing_settings"."confirm_rise_percent" between 0 and 100000);