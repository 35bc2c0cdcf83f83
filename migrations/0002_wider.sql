DROP INDEX "accounts_balance";--> statement-breakpoint
DROP INDEX "servers_power_asked";--> statement-breakpoint
ALTER TABLE "billing_batches" ADD COLUMN "due_from" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "billing_batches" ADD COLUMN "servers_charged" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "billing_batches" ADD COLUMN "free_charges" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "billing_batches" ADD COLUMN "billed_seconds" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "server_meters" ADD COLUMN "moved_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "server_meters" ADD COLUMN "open_since" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "server_meters" ADD COLUMN "open_state" text;--> statement-breakpoint
ALTER TABLE "server_meters" ADD COLUMN "open_customer_id" integer;--> statement-breakpoint
ALTER TABLE "server_meters" ADD COLUMN "package_from" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "server_meters" ADD COLUMN "package_id" integer;--> statement-breakpoint
CREATE INDEX "server_meters_moved" ON "server_meters" USING btree ("customer_id") WHERE "server_meters"."moved_at" is not null;--> statement-breakpoint
CREATE INDEX "servers_state" ON "servers" USING btree ("state","id");--> statement-breakpoint
CREATE INDEX "servers_package_now" ON "servers" USING btree ("package_id") WHERE "servers"."gone_at" is null;