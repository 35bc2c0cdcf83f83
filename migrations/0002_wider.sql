CREATE TABLE "kept_charges" (
	"hour" timestamp (3) with time zone NOT NULL,
	"server_id" integer NOT NULL,
	"customer_id" integer NOT NULL,
	"package_id" integer,
	"rate_id" integer NOT NULL,
	"terms_id" integer NOT NULL,
	"run_id" integer NOT NULL,
	"seconds" integer NOT NULL,
	"weighted" integer NOT NULL,
	"capped" integer NOT NULL,
	"amount_micros" bigint NOT NULL,
	"in_gap" boolean NOT NULL,
	"transaction_id" bigint,
	CONSTRAINT "kept_charges_hour_server_id_pk" PRIMARY KEY("hour","server_id")
);
--> statement-breakpoint
CREATE TABLE "packed_charges" (
	"month" timestamp (3) with time zone NOT NULL,
	"server_id" integer NOT NULL,
	"number" integer NOT NULL,
	"customer_id" integer NOT NULL,
	"package_id" integer,
	"rate_id" integer NOT NULL,
	"terms_id" integer NOT NULL,
	"seconds" integer NOT NULL,
	"weighted" integer NOT NULL,
	"capped" integer NOT NULL,
	"in_gap" boolean NOT NULL,
	"amount_micros" bigint NOT NULL,
	"hours" bit(744) NOT NULL,
	CONSTRAINT "packed_charges_month_server_id_number_pk" PRIMARY KEY("month","server_id","number")
);
--> statement-breakpoint
CREATE TABLE "packed_months" (
	"month" timestamp (3) with time zone PRIMARY KEY NOT NULL,
	"closed_at" timestamp (3) with time zone NOT NULL,
	"run_ids" integer[] NOT NULL,
	"packed_through" integer DEFAULT -2147483648 NOT NULL,
	"charges" bigint DEFAULT 0 NOT NULL,
	"amount_micros" bigint DEFAULT 0 NOT NULL,
	"packed_at" timestamp (3) with time zone,
	"file" text,
	"file_bytes" bigint,
	"file_sha256" text,
	"exported_at" timestamp (3) with time zone,
	"emptied_at" timestamp (3) with time zone
);
--> statement-breakpoint
DROP INDEX "accounts_balance";--> statement-breakpoint
DROP INDEX "servers_power_asked";--> statement-breakpoint
DROP INDEX "transactions_run";--> statement-breakpoint
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
ALTER TABLE "server_hourly_billing_settings" ADD COLUMN "pack_months" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "server_hourly_billing_settings" ADD COLUMN "months_in_full" integer DEFAULT 13 NOT NULL;--> statement-breakpoint
ALTER TABLE "server_hourly_billing_settings" ADD COLUMN "export_packed" boolean DEFAULT true NOT NULL;--> statement-breakpoint
CREATE INDEX "server_meters_moved" ON "server_meters" USING btree ("customer_id") WHERE "server_meters"."moved_at" is not null;--> statement-breakpoint
CREATE INDEX "servers_state" ON "servers" USING btree ("state","id");--> statement-breakpoint
CREATE INDEX "servers_package_now" ON "servers" USING btree ("package_id") WHERE "servers"."gone_at" is null;--> statement-breakpoint
CREATE INDEX "transactions_run" ON "transactions" USING btree ("run_id","wallet_account_id") WHERE "transactions"."run_id" is not null;--> statement-breakpoint
ALTER TABLE "server_hourly_billing_settings" ADD CONSTRAINT "months_in_full_range" CHECK ("server_hourly_billing_settings"."months_in_full" between 2 and 13);