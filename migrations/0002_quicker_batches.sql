DROP INDEX "accounts_balance";--> statement-breakpoint
ALTER TABLE "billing_batches" ADD COLUMN "due_from" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "server_meters" ADD COLUMN "moved_at" timestamp (3) with time zone;--> statement-breakpoint
CREATE INDEX "server_meters_moved" ON "server_meters" USING btree ("customer_id") WHERE "server_meters"."moved_at" is not null;