CREATE TABLE "admin_sessions" (
	"sid" varchar PRIMARY KEY NOT NULL,
	"sess" json NOT NULL,
	"expire" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "admins" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "admins_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"email" text NOT NULL,
	"name" text NOT NULL,
	"role" text NOT NULL,
	"password_hash" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"disabled_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "api_tokens" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "api_tokens_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"name" text NOT NULL,
	"prefix" text NOT NULL,
	"token_hash" text NOT NULL,
	"role" text NOT NULL,
	"created_by" integer,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"last_used_at" timestamp (3) with time zone,
	"expires_at" timestamp (3) with time zone,
	"revoked_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "alerts" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "alerts_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"kind" text NOT NULL,
	"subject" text NOT NULL,
	"message" text NOT NULL,
	"facts" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"opened_at" timestamp (3) with time zone NOT NULL,
	"last_seen_at" timestamp (3) with time zone NOT NULL,
	"resolved_at" timestamp (3) with time zone,
	"acknowledged_at" timestamp (3) with time zone,
	"acknowledged_by" text
);
--> statement-breakpoint
CREATE TABLE "audit_log" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "audit_log_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"actor" text NOT NULL,
	"actor_name" text NOT NULL,
	"address" text,
	"request_id" text,
	"action" text NOT NULL,
	"subject" text NOT NULL,
	"before" jsonb,
	"after" jsonb
);
--> statement-breakpoint
CREATE TABLE "hourly_charges" (
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
	CONSTRAINT "hourly_charges_hour_server_id_pk" PRIMARY KEY("hour","server_id")
) PARTITION BY RANGE ("hour");
--> statement-breakpoint
CREATE TABLE "customers" (
	"id" integer PRIMARY KEY NOT NULL,
	"external_id" bigint,
	"name" text,
	"email" text,
	"suspended" boolean DEFAULT false NOT NULL,
	"details_at" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "accounts" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "accounts_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"code" text NOT NULL,
	"kind" text NOT NULL,
	"customer_id" integer,
	"balance_micros" bigint DEFAULT 0 NOT NULL,
	"version" bigint DEFAULT 0 NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "transactions" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "transactions_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"from_account_id" integer NOT NULL,
	"to_account_id" integer NOT NULL,
	"amount_micros" bigint NOT NULL,
	"kind" text NOT NULL,
	"reason" text NOT NULL,
	"idempotency_key" text NOT NULL,
	"cause" text NOT NULL,
	"run_id" integer,
	"reverses_id" bigint,
	"wallet_account_id" integer NOT NULL,
	"wallet_balance_micros" bigint NOT NULL,
	"wallet_version" bigint NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "moves_something" CHECK ("transactions"."amount_micros" > 0),
	CONSTRAINT "moves_somewhere" CHECK ("transactions"."from_account_id" <> "transactions"."to_account_id")
);
--> statement-breakpoint
CREATE TABLE "rate_limits" (
	"key" text PRIMARY KEY NOT NULL,
	"hits" integer NOT NULL,
	"reset_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "packages" (
	"id" integer PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"enabled" boolean NOT NULL,
	"memory_mb" integer NOT NULL,
	"storage_gb" integer NOT NULL,
	"traffic_gb" integer NOT NULL,
	"cpu_cores" integer NOT NULL,
	"seen_at" timestamp (3) with time zone NOT NULL,
	"gone_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "rates" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "rates_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"package_id" integer,
	"server_id" integer,
	"monthly_price_micros" bigint NOT NULL,
	"effective_from" timestamp (3) with time zone NOT NULL,
	"running_percent" integer,
	"stopped_percent" integer,
	"suspended_percent" integer,
	"reason" text,
	"created_by" integer,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "rate_of_one_thing" CHECK (("rates"."package_id" is null) <> ("rates"."server_id" is null)),
	CONSTRAINT "rate_not_negative" CHECK ("rates"."monthly_price_micros" >= 0),
	CONSTRAINT "rate_on_the_hour" CHECK (extract(epoch from "rates"."effective_from")::bigint % 3600 = 0)
);
--> statement-breakpoint
CREATE TABLE "billing_batches" (
	"run_id" integer NOT NULL,
	"number" integer NOT NULL,
	"customer_from" integer NOT NULL,
	"customer_to" integer NOT NULL,
	"server_from" integer,
	"server_to" integer,
	"billed_until" timestamp (3) with time zone,
	"first_hour" timestamp (3) with time zone,
	"steps" integer DEFAULT 0 NOT NULL,
	"servers" integer DEFAULT 0 NOT NULL,
	"charges" integer DEFAULT 0 NOT NULL,
	"amount_micros" bigint DEFAULT 0 NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"not_before" timestamp (3) with time zone,
	"last_error" text,
	"done_at" timestamp (3) with time zone,
	"failed_at" timestamp (3) with time zone,
	CONSTRAINT "billing_batches_run_id_number_pk" PRIMARY KEY("run_id","number")
);
--> statement-breakpoint
CREATE TABLE "billing_runs" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "billing_runs_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"until" timestamp (3) with time zone NOT NULL,
	"trigger" text NOT NULL,
	"requested_by" text,
	"status" text NOT NULL,
	"held_reasons" jsonb,
	"decided_by" text,
	"decided_at" timestamp (3) with time zone,
	"opened_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"observed_at" timestamp (3) with time zone,
	"closed_at" timestamp (3) with time zone,
	"sweep_id" integer,
	"first_hour" timestamp (3) with time zone,
	"not_seen" text,
	"servers_seen" integer DEFAULT 0 NOT NULL,
	"servers_billed" integer DEFAULT 0 NOT NULL,
	"servers_set_aside" integer DEFAULT 0 NOT NULL,
	"charges" integer DEFAULT 0 NOT NULL,
	"free_charges" integer DEFAULT 0 NOT NULL,
	"billed_seconds" bigint DEFAULT 0 NOT NULL,
	"amount_micros" bigint DEFAULT 0 NOT NULL
);
--> statement-breakpoint
CREATE TABLE "cron_slots" (
	"key" text PRIMARY KEY NOT NULL,
	"job" text NOT NULL,
	"claimed_at" timestamp (3) with time zone NOT NULL,
	"claimed_by" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "run_set_asides" (
	"run_id" integer NOT NULL,
	"server_id" integer NOT NULL,
	"reason" text NOT NULL,
	"since" timestamp (3) with time zone NOT NULL,
	"detail" text,
	CONSTRAINT "run_set_asides_run_id_server_id_pk" PRIMARY KEY("run_id","server_id")
);
--> statement-breakpoint
CREATE TABLE "gap_decisions" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "gap_decisions_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"server_id" integer NOT NULL,
	"gap_from" timestamp (3) with time zone NOT NULL,
	"gap_until" timestamp (3) with time zone NOT NULL,
	"decision" text NOT NULL,
	"reason" text NOT NULL,
	"decided_by" integer,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "server_meters" (
	"server_id" integer PRIMARY KEY NOT NULL,
	"customer_id" integer NOT NULL,
	"billed_until" timestamp (3) with time zone NOT NULL,
	"finished" boolean DEFAULT false NOT NULL,
	"month" timestamp (3) with time zone,
	"rate_id" integer,
	"hours_per_month" integer,
	"weighted" bigint DEFAULT 0 NOT NULL,
	"capped_weighted" bigint DEFAULT 0 NOT NULL,
	"other_counts" jsonb,
	"set_aside_reason" text,
	"set_aside_since" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "server_packages" (
	"server_id" integer NOT NULL,
	"effective_from" timestamp (3) with time zone NOT NULL,
	"package_id" integer,
	"source" text NOT NULL,
	"candidates" integer[] DEFAULT '{}' NOT NULL,
	"created_by" integer,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "server_packages_server_id_effective_from_pk" PRIMARY KEY("server_id","effective_from")
);
--> statement-breakpoint
CREATE TABLE "servers" (
	"id" integer PRIMARY KEY NOT NULL,
	"uuid" text NOT NULL,
	"name" text NOT NULL,
	"hostname" text,
	"customer_id" integer NOT NULL,
	"hypervisor_id" integer NOT NULL,
	"hypervisor_name" text,
	"commission_status" integer NOT NULL,
	"suspended" boolean NOT NULL,
	"self_service" integer,
	"memory_mb" integer,
	"storage_gb" integer,
	"traffic_gb" integer,
	"cpu_cores" integer,
	"panel_created_at" timestamp (3) with time zone NOT NULL,
	"panel_updated_at" timestamp (3) with time zone NOT NULL,
	"details_at" timestamp (3) with time zone,
	"state" text,
	"power_asked_at" timestamp (3) with time zone,
	"power_unknown_since" timestamp (3) with time zone,
	"gone_at" timestamp (3) with time zone,
	"package_id" integer,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "sweeps" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "sweeps_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"started_at" timestamp (3) with time zone NOT NULL,
	"finished_at" timestamp (3) with time zone,
	"complete" boolean DEFAULT false NOT NULL,
	"pages" integer DEFAULT 0 NOT NULL,
	"servers" integer DEFAULT 0 NOT NULL,
	"changed" integer DEFAULT 0 NOT NULL,
	"calls" integer DEFAULT 0 NOT NULL,
	"panel_skew_ms" integer,
	"failure" text,
	"reason" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "uptime_stretches" (
	"server_id" integer NOT NULL,
	"first_seen_at" timestamp (3) with time zone NOT NULL,
	"last_seen_at" timestamp (3) with time zone,
	"state" text NOT NULL,
	"customer_id" integer NOT NULL,
	CONSTRAINT "uptime_stretches_server_id_first_seen_at_pk" PRIMARY KEY("server_id","first_seen_at")
);
--> statement-breakpoint
CREATE TABLE "billing_switches" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "billing_switches_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"on_from" timestamp (3) with time zone NOT NULL,
	"on_until" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "switch_forward" CHECK ("billing_switches"."on_until" >= "billing_switches"."on_from")
);
--> statement-breakpoint
CREATE TABLE "billing_terms" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "billing_terms_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"effective_from" timestamp (3) with time zone NOT NULL,
	"hours_per_month" integer NOT NULL,
	"counting_rule" text NOT NULL,
	"running_percent" integer NOT NULL,
	"stopped_percent" integer NOT NULL,
	"suspended_percent" integer NOT NULL,
	"cap_hours" integer,
	"gap_policy" text NOT NULL,
	"max_gap_seconds" integer NOT NULL,
	"bill_self_service" boolean NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "server_hourly_billing_settings" (
	"id" integer PRIMARY KEY DEFAULT 1 NOT NULL,
	"cron_enabled" boolean DEFAULT false NOT NULL,
	"cron_schedule" varchar(100) DEFAULT '0 * * * *' NOT NULL,
	"hours_per_month" integer DEFAULT 730 NOT NULL,
	"timezone" text DEFAULT 'UTC' NOT NULL,
	"running_percent" integer DEFAULT 100 NOT NULL,
	"stopped_percent" integer DEFAULT 0 NOT NULL,
	"suspended_percent" integer DEFAULT 0 NOT NULL,
	"counting_rule" text DEFAULT 'second' NOT NULL,
	"cap_rule" text DEFAULT 'hours_per_month' NOT NULL,
	"cap_hours" integer,
	"gap_policy" text DEFAULT 'bill' NOT NULL,
	"max_gap_intervals" integer DEFAULT 3 NOT NULL,
	"observation_interval_minutes" integer DEFAULT 10 NOT NULL,
	"requests_per_minute" integer DEFAULT 240 NOT NULL,
	"request_concurrency" integer DEFAULT 4 NOT NULL,
	"bill_self_service" boolean DEFAULT false NOT NULL,
	"brake_total_percent" integer DEFAULT 300 NOT NULL,
	"brake_fleet_percent" integer DEFAULT 30 NOT NULL,
	"brake_catch_up_hours" integer DEFAULT 48 NOT NULL,
	"brake_free_percent" integer DEFAULT 50 NOT NULL,
	"currency" varchar(3) DEFAULT 'USD' NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "one_row" CHECK ("server_hourly_billing_settings"."id" = 1),
	CONSTRAINT "hours_per_month_range" CHECK ("server_hourly_billing_settings"."hours_per_month" between 1 and 744),
	CONSTRAINT "percents_range" CHECK ("server_hourly_billing_settings"."running_percent" between 0 and 100 and "server_hourly_billing_settings"."stopped_percent" between 0 and 100 and "server_hourly_billing_settings"."suspended_percent" between 0 and 100),
	CONSTRAINT "counting_rule_known" CHECK ("server_hourly_billing_settings"."counting_rule" in ('second', 'minute', 'hour')),
	CONSTRAINT "cap_rule_known" CHECK ("server_hourly_billing_settings"."cap_rule" in ('hours_per_month', 'custom', 'off')),
	CONSTRAINT "cap_hours_given" CHECK (("server_hourly_billing_settings"."cap_rule" = 'custom') = ("server_hourly_billing_settings"."cap_hours" is not null)),
	CONSTRAINT "cap_hours_range" CHECK ("server_hourly_billing_settings"."cap_hours" between 1 and 744),
	CONSTRAINT "gap_policy_known" CHECK ("server_hourly_billing_settings"."gap_policy" in ('bill', 'hold', 'free')),
	CONSTRAINT "max_gap_range" CHECK ("server_hourly_billing_settings"."max_gap_intervals" between 2 and 100),
	CONSTRAINT "observation_interval_known" CHECK ("server_hourly_billing_settings"."observation_interval_minutes" in (1, 2, 3, 4, 5, 6, 10, 12, 15, 20, 30, 60)),
	CONSTRAINT "requests_per_minute_range" CHECK ("server_hourly_billing_settings"."requests_per_minute" between 10 and 100000),
	CONSTRAINT "request_concurrency_range" CHECK ("server_hourly_billing_settings"."request_concurrency" between 1 and 64)
);
--> statement-breakpoint
CREATE TABLE "settings" (
	"key" text PRIMARY KEY NOT NULL,
	"value" text NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_by" integer
);
--> statement-breakpoint
CREATE INDEX "admin_sessions_expire" ON "admin_sessions" USING btree ("expire");--> statement-breakpoint
CREATE UNIQUE INDEX "admins_email" ON "admins" USING btree (lower("email"));--> statement-breakpoint
CREATE UNIQUE INDEX "api_tokens_hash" ON "api_tokens" USING btree ("token_hash");--> statement-breakpoint
CREATE UNIQUE INDEX "alerts_open" ON "alerts" USING btree ("kind","subject") WHERE "alerts"."resolved_at" is null;--> statement-breakpoint
CREATE INDEX "alerts_opened" ON "alerts" USING btree ("opened_at");--> statement-breakpoint
CREATE INDEX "audit_log_subject" ON "audit_log" USING btree ("subject","id");--> statement-breakpoint
CREATE INDEX "audit_log_action" ON "audit_log" USING btree ("action","id");--> statement-breakpoint
CREATE INDEX "customers_name" ON "customers" USING btree ("name","id");--> statement-breakpoint
CREATE UNIQUE INDEX "accounts_code" ON "accounts" USING btree ("code");--> statement-breakpoint
CREATE UNIQUE INDEX "accounts_customer" ON "accounts" USING btree ("customer_id") WHERE "accounts"."customer_id" is not null;--> statement-breakpoint
CREATE INDEX "accounts_balance" ON "accounts" USING btree ("balance_micros","id") WHERE "accounts"."kind" = 'wallet';--> statement-breakpoint
CREATE UNIQUE INDEX "transactions_key" ON "transactions" USING btree ("idempotency_key");--> statement-breakpoint
CREATE UNIQUE INDEX "transactions_wallet" ON "transactions" USING btree ("wallet_account_id","wallet_version");--> statement-breakpoint
CREATE UNIQUE INDEX "transactions_reverses" ON "transactions" USING btree ("reverses_id") WHERE "transactions"."reverses_id" is not null;--> statement-breakpoint
CREATE INDEX "transactions_run" ON "transactions" USING btree ("run_id") WHERE "transactions"."run_id" is not null;--> statement-breakpoint
CREATE INDEX "transactions_not_hourly" ON "transactions" USING btree ("id") WHERE "transactions"."kind" <> 'hourly';--> statement-breakpoint
CREATE INDEX "rate_limits_reset" ON "rate_limits" USING btree ("reset_at");--> statement-breakpoint
CREATE UNIQUE INDEX "rates_package_from" ON "rates" USING btree ("package_id","effective_from") WHERE "rates"."package_id" is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "rates_server_from" ON "rates" USING btree ("server_id","effective_from") WHERE "rates"."server_id" is not null;--> statement-breakpoint
CREATE INDEX "billing_batches_free" ON "billing_batches" USING btree ("run_id","number") WHERE "billing_batches"."done_at" is null;--> statement-breakpoint
CREATE UNIQUE INDEX "billing_runs_one_open" ON "billing_runs" USING btree ((true)) WHERE "billing_runs"."closed_at" is null;--> statement-breakpoint
CREATE INDEX "billing_runs_opened" ON "billing_runs" USING btree ("opened_at");--> statement-breakpoint
CREATE INDEX "cron_slots_job" ON "cron_slots" USING btree ("job","claimed_at");--> statement-breakpoint
CREATE INDEX "gap_decisions_server" ON "gap_decisions" USING btree ("server_id","gap_from");--> statement-breakpoint
CREATE INDEX "server_meters_customer" ON "server_meters" USING btree ("customer_id","server_id");--> statement-breakpoint
CREATE INDEX "server_meters_set_aside" ON "server_meters" USING btree ("server_id") WHERE "server_meters"."set_aside_reason" is not null;--> statement-breakpoint
CREATE INDEX "servers_customer" ON "servers" USING btree ("customer_id","id");--> statement-breakpoint
CREATE INDEX "servers_name" ON "servers" USING btree ("name","id");--> statement-breakpoint
CREATE INDEX "servers_package" ON "servers" USING btree ("package_id","id");--> statement-breakpoint
CREATE INDEX "servers_power_asked" ON "servers" USING btree ("power_asked_at");--> statement-breakpoint
CREATE INDEX "sweeps_complete" ON "sweeps" USING btree ("started_at") WHERE "sweeps"."complete";--> statement-breakpoint
CREATE UNIQUE INDEX "uptime_stretches_open" ON "uptime_stretches" USING btree ("server_id") WHERE "uptime_stretches"."last_seen_at" is null;--> statement-breakpoint
CREATE UNIQUE INDEX "billing_switches_open" ON "billing_switches" USING btree ((true)) WHERE "billing_switches"."on_until" is null;--> statement-breakpoint
CREATE UNIQUE INDEX "billing_terms_from" ON "billing_terms" USING btree ("effective_from");