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
CREATE TABLE "charge_corrections" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "charge_corrections_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"replay_id" integer NOT NULL,
	"hour" timestamp (3) with time zone NOT NULL,
	"server_id" integer NOT NULL,
	"customer_id" integer NOT NULL,
	"package_id" integer,
	"rate_id" integer NOT NULL,
	"terms_id" integer NOT NULL,
	"seconds" integer NOT NULL,
	"weighted" integer NOT NULL,
	"capped" integer NOT NULL,
	"amount_micros" bigint NOT NULL,
	"transaction_id" bigint
);
--> statement-breakpoint
CREATE TABLE "replay_servers" (
	"replay_id" integer NOT NULL,
	"server_id" integer NOT NULL,
	"customer_id" integer NOT NULL,
	"hours" integer NOT NULL,
	"first_hour" timestamp (3) with time zone,
	"before_micros" bigint NOT NULL,
	"difference_micros" bigint NOT NULL,
	"periods" jsonb NOT NULL,
	"problem" text,
	"posted_at" timestamp (3) with time zone,
	"billed_until" timestamp (3) with time zone,
	CONSTRAINT "replay_servers_replay_id_server_id_pk" PRIMARY KEY("replay_id","server_id")
);
--> statement-breakpoint
CREATE TABLE "replays" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "replays_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"idempotency_key" text NOT NULL,
	"from_hour" timestamp (3) with time zone NOT NULL,
	"until_hour" timestamp (3) with time zone NOT NULL,
	"scope" text NOT NULL,
	"scope_id" integer,
	"change" text NOT NULL,
	"package_id" integer,
	"monthly_price_micros" bigint,
	"gap_policy" text,
	"reason" text NOT NULL,
	"status" text DEFAULT 'computing' NOT NULL,
	"created_by" text NOT NULL,
	"created_by_name" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"looked_through" integer DEFAULT 0 NOT NULL,
	"servers_looked" integer DEFAULT 0 NOT NULL,
	"servers_to_look" integer DEFAULT 0 NOT NULL,
	"posted_before" integer DEFAULT 0 NOT NULL,
	"computed_at" timestamp (3) with time zone,
	"decided_by" text,
	"decided_by_name" text,
	"decided_at" timestamp (3) with time zone,
	"decision_reason" text,
	"posting_order" integer,
	"steps" integer DEFAULT 0 NOT NULL,
	"posted_at" timestamp (3) with time zone,
	"rolled_up_at" timestamp (3) with time zone,
	"servers" integer DEFAULT 0 NOT NULL,
	"customers" integer DEFAULT 0 NOT NULL,
	"hours" integer DEFAULT 0 NOT NULL,
	"problems" integer DEFAULT 0 NOT NULL,
	"up_micros" bigint DEFAULT 0 NOT NULL,
	"down_micros" bigint DEFAULT 0 NOT NULL,
	CONSTRAINT "replay_forward" CHECK ("replays"."from_hour" < "replays"."until_hour"),
	CONSTRAINT "replay_scope_named" CHECK (("replays"."scope" = 'all') = ("replays"."scope_id" is null))
);
--> statement-breakpoint
CREATE TABLE "hour_totals" (
	"hour" timestamp (3) with time zone NOT NULL,
	"package_id" integer,
	"charges" bigint NOT NULL,
	"seconds" bigint NOT NULL,
	"weighted" bigint NOT NULL,
	"capped" bigint NOT NULL,
	"amount_micros" bigint NOT NULL,
	CONSTRAINT "hour_totals_key" UNIQUE NULLS NOT DISTINCT("hour","package_id")
);
--> statement-breakpoint
CREATE TABLE "server_months" (
	"month" timestamp (3) with time zone NOT NULL,
	"customer_id" integer NOT NULL,
	"server_id" integer NOT NULL,
	"package_id" integer,
	"rate_id" integer NOT NULL,
	"charges" bigint NOT NULL,
	"seconds" bigint NOT NULL,
	"weighted" bigint NOT NULL,
	"capped" bigint NOT NULL,
	"amount_micros" bigint NOT NULL,
	CONSTRAINT "server_months_key" UNIQUE NULLS NOT DISTINCT("month","customer_id","server_id","rate_id","package_id")
);
--> statement-breakpoint
CREATE TABLE "run_events" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "run_events_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"run_id" integer NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"level" text NOT NULL,
	"message" text NOT NULL,
	"instance" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "schedule_pauses" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "schedule_pauses_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"job" text NOT NULL,
	"reason" text NOT NULL,
	"paused_at" timestamp (3) with time zone NOT NULL,
	"paused_by" text NOT NULL,
	"until" timestamp (3) with time zone,
	"ended_at" timestamp (3) with time zone,
	"ended_by" text
);
--> statement-breakpoint
CREATE TABLE "server_exemption_ends" (
	"exemption_id" integer PRIMARY KEY NOT NULL,
	"until_hour" timestamp (3) with time zone NOT NULL,
	"reason" text NOT NULL,
	"ended_by" integer,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "exemption_ends_on_the_hour" CHECK (extract(epoch from "server_exemption_ends"."until_hour")::bigint % 3600 = 0)
);
--> statement-breakpoint
CREATE TABLE "server_exemptions" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "server_exemptions_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"server_id" integer NOT NULL,
	"from_hour" timestamp (3) with time zone NOT NULL,
	"until_hour" timestamp (3) with time zone,
	"reason" text NOT NULL,
	"created_by" integer,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "exemption_of_whole_hours" CHECK (extract(epoch from "server_exemptions"."from_hour")::bigint % 3600 = 0 and coalesce(extract(epoch from "server_exemptions"."until_hour")::bigint % 3600 = 0, true)),
	CONSTRAINT "exemption_not_empty" CHECK ("server_exemptions"."until_hour" > "server_exemptions"."from_hour")
);
--> statement-breakpoint
DROP INDEX "accounts_balance";--> statement-breakpoint
DROP INDEX "servers_power_asked";--> statement-breakpoint
DROP INDEX "transactions_run";--> statement-breakpoint
DROP INDEX "rates_package_from";--> statement-breakpoint
DROP INDEX "rates_server_from";--> statement-breakpoint
ALTER TABLE "alerts" ADD COLUMN "snoozed_until" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "alerts" ADD COLUMN "snoozed_by" text;--> statement-breakpoint
ALTER TABLE "rates" ADD COLUMN "while_package_id" integer;--> statement-breakpoint
ALTER TABLE "rates" ADD COLUMN "ends" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "rates" ADD COLUMN "supersedes_id" integer;--> statement-breakpoint
ALTER TABLE "billing_batches" ADD COLUMN "due_from" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "billing_batches" ADD COLUMN "servers_charged" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "billing_batches" ADD COLUMN "free_charges" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "billing_batches" ADD COLUMN "billed_seconds" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "billing_runs" ADD COLUMN "brake_figures" jsonb;--> statement-breakpoint
ALTER TABLE "billing_runs" ADD COLUMN "retry_of" integer;--> statement-breakpoint
ALTER TABLE "billing_runs" ADD COLUMN "rolled_up_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "cron_slots" ADD COLUMN "finished_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "cron_slots" ADD COLUMN "failure" text;--> statement-breakpoint
ALTER TABLE "cron_slots" ADD COLUMN "held_back" text;--> statement-breakpoint
ALTER TABLE "server_meters" ADD COLUMN "moved_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "server_meters" ADD COLUMN "open_since" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "server_meters" ADD COLUMN "open_state" text;--> statement-breakpoint
ALTER TABLE "server_meters" ADD COLUMN "open_customer_id" integer;--> statement-breakpoint
ALTER TABLE "server_meters" ADD COLUMN "package_from" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "server_meters" ADD COLUMN "package_id" integer;--> statement-breakpoint
ALTER TABLE "server_hourly_billing_settings" ADD COLUMN "pack_months" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "server_hourly_billing_settings" ADD COLUMN "months_in_full" integer DEFAULT 13 NOT NULL;--> statement-breakpoint
ALTER TABLE "server_hourly_billing_settings" ADD COLUMN "export_packed" boolean DEFAULT true NOT NULL;--> statement-breakpoint
ALTER TABLE "server_hourly_billing_settings" ADD COLUMN "confirm_rise_percent" integer DEFAULT 20 NOT NULL;--> statement-breakpoint
ALTER TABLE "server_hourly_billing_settings" ADD COLUMN "more_schedules" jsonb DEFAULT '[]'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "server_hourly_billing_settings" ADD COLUMN "blackouts" jsonb DEFAULT '[]'::jsonb NOT NULL;--> statement-breakpoint
CREATE UNIQUE INDEX "charge_corrections_once" ON "charge_corrections" USING btree ("server_id","hour","replay_id");--> statement-breakpoint
CREATE INDEX "charge_corrections_replay" ON "charge_corrections" USING btree ("replay_id","id");--> statement-breakpoint
CREATE INDEX "charge_corrections_transaction" ON "charge_corrections" USING btree ("transaction_id") WHERE "charge_corrections"."transaction_id" is not null;--> statement-breakpoint
CREATE INDEX "replay_servers_size" ON "replay_servers" USING btree ("replay_id",(-abs("difference_micros")),"server_id");--> statement-breakpoint
CREATE INDEX "replay_servers_customer" ON "replay_servers" USING btree ("replay_id","customer_id","server_id");--> statement-breakpoint
CREATE INDEX "replay_servers_posted" ON "replay_servers" USING btree ("server_id") WHERE "replay_servers"."posted_at" is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "replays_key" ON "replays" USING btree ("idempotency_key");--> statement-breakpoint
CREATE UNIQUE INDEX "replays_one_posting" ON "replays" USING btree ((true)) WHERE "replays"."status" = 'posting';--> statement-breakpoint
CREATE UNIQUE INDEX "replays_posting_order" ON "replays" USING btree ("posting_order") WHERE "replays"."posting_order" is not null;--> statement-breakpoint
CREATE INDEX "run_events_run" ON "run_events" USING btree ("run_id","at");--> statement-breakpoint
CREATE UNIQUE INDEX "schedule_pauses_open" ON "schedule_pauses" USING btree ("job") WHERE "schedule_pauses"."ended_at" is null;--> statement-breakpoint
CREATE INDEX "schedule_pauses_job" ON "schedule_pauses" USING btree ("job","paused_at");--> statement-breakpoint
CREATE INDEX "server_exemptions_server" ON "server_exemptions" USING btree ("server_id","from_hour");--> statement-breakpoint
CREATE INDEX "customers_external" ON "customers" USING btree ("external_id");--> statement-breakpoint
CREATE INDEX "customers_name_starts" ON "customers" USING btree (lower("name") text_pattern_ops);--> statement-breakpoint
CREATE INDEX "customers_email_starts" ON "customers" USING btree (lower("email") text_pattern_ops);--> statement-breakpoint
CREATE INDEX "transactions_created" ON "transactions" USING btree ("created_at","id");--> statement-breakpoint
CREATE INDEX "transactions_wallet_not_hourly" ON "transactions" USING btree ("wallet_account_id","created_at") WHERE "transactions"."kind" <> 'hourly';--> statement-breakpoint
CREATE UNIQUE INDEX "rates_supersedes" ON "rates" USING btree ("supersedes_id") WHERE "rates"."supersedes_id" is not null;--> statement-breakpoint
CREATE INDEX "rates_while_package" ON "rates" USING btree ("while_package_id","effective_from") WHERE "rates"."while_package_id" is not null;--> statement-breakpoint
CREATE INDEX "billing_runs_not_rolled_up" ON "billing_runs" USING btree ("id") WHERE "billing_runs"."rolled_up_at" is null;--> statement-breakpoint
CREATE INDEX "server_meters_moved" ON "server_meters" USING btree ("customer_id") WHERE "server_meters"."moved_at" is not null;--> statement-breakpoint
CREATE INDEX "servers_state" ON "servers" USING btree ("state","id");--> statement-breakpoint
CREATE INDEX "servers_package_now" ON "servers" USING btree ("package_id") WHERE "servers"."gone_at" is null;--> statement-breakpoint
CREATE INDEX "servers_name_starts" ON "servers" USING btree (lower("name") text_pattern_ops);--> statement-breakpoint
CREATE INDEX "servers_hostname_starts" ON "servers" USING btree (lower("hostname") text_pattern_ops);--> statement-breakpoint
CREATE INDEX "servers_uuid_starts" ON "servers" USING btree (lower("uuid") text_pattern_ops);--> statement-breakpoint
CREATE INDEX "transactions_run" ON "transactions" USING btree ("run_id","wallet_account_id") WHERE "transactions"."run_id" is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "rates_package_from" ON "rates" USING btree ("package_id","effective_from") WHERE "rates"."package_id" is not null and "rates"."supersedes_id" is null;--> statement-breakpoint
CREATE UNIQUE INDEX "rates_server_from" ON "rates" USING btree ("server_id","effective_from") WHERE "rates"."server_id" is not null and "rates"."supersedes_id" is null;--> statement-breakpoint
ALTER TABLE "rates" ADD CONSTRAINT "rate_kept_of_a_server" CHECK ("rates"."server_id" is not null or ("rates"."while_package_id" is null and not "rates"."ends"));--> statement-breakpoint
ALTER TABLE "server_hourly_billing_settings" ADD CONSTRAINT "confirm_rise_range" CHECK ("server_hourly_billing_settings"."confirm_rise_percent" between 0 and 100000);--> statement-breakpoint
ALTER TABLE "server_hourly_billing_settings" ADD CONSTRAINT "months_in_full_range" CHECK ("server_hourly_billing_settings"."months_in_full" between 2 and 13);