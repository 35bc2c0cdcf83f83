CREATE TABLE "budget_crossings" (
	"customer_id" integer NOT NULL,
	"month" timestamp (3) with time zone NOT NULL,
	"raised" integer NOT NULL,
	"level" integer NOT NULL,
	"budget_micros" bigint NOT NULL,
	"spent_micros" bigint NOT NULL,
	"stops" boolean NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "budget_crossings_customer_id_month_raised_level_pk" PRIMARY KEY("customer_id","month","raised","level")
);
--> statement-breakpoint
CREATE TABLE "customer_budgets" (
	"customer_id" integer PRIMARY KEY NOT NULL,
	"monthly_micros" bigint,
	"alert_percents" integer[] NOT NULL,
	"hard_limit" boolean NOT NULL,
	"stop_order" integer[] NOT NULL,
	"raised" integer NOT NULL,
	"version" integer NOT NULL,
	"saved_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "power_wishes" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "power_wishes_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"server_id" integer NOT NULL,
	"customer_id" integer NOT NULL,
	"month" timestamp (3) with time zone NOT NULL,
	"raised" integer NOT NULL,
	"place" integer NOT NULL,
	"wanted" text NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"status" text DEFAULT 'open' NOT NULL,
	"was_running" boolean,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"look_at" timestamp (3) with time zone NOT NULL,
	"asked_at" timestamp (3) with time zone,
	"asked" integer DEFAULT 0 NOT NULL,
	"failure" text,
	"ended_at" timestamp (3) with time zone,
	CONSTRAINT "power_wishes_key" UNIQUE("server_id","month","raised")
);
--> statement-breakpoint
CREATE TABLE "credit_intents" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "credit_intents_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"customer_id" integer NOT NULL,
	"external_id" bigint NOT NULL,
	"currency" varchar(3) NOT NULL,
	"token_price" numeric(20, 10) NOT NULL,
	"token_decimals" integer NOT NULL,
	"owed_micros" bigint NOT NULL,
	"amount_micros" bigint NOT NULL,
	"tokens" numeric(30, 10) NOT NULL,
	"remainder_before" numeric(38, 14) NOT NULL,
	"remainder_after" numeric(38, 14) NOT NULL,
	"reference2" text NOT NULL,
	"state" text DEFAULT 'intended' NOT NULL,
	"outcome" text,
	"balance_before" numeric(30, 10),
	"native_before" numeric(30, 10),
	"month_before" text,
	"sent_at" timestamp (3) with time zone,
	"lost_at" timestamp (3) with time zone,
	"balance_after" numeric(30, 10),
	"native_after" numeric(30, 10),
	"month_after" text,
	"read_after_at" timestamp (3) with time zone,
	"credit_id" bigint,
	"transaction_id" bigint,
	"attempts" integer DEFAULT 0 NOT NULL,
	"last_error" text,
	"decided_by" text,
	"decided_by_name" text,
	"decision_reason" text,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"closed_at" timestamp (3) with time zone,
	CONSTRAINT "credit_moves_something" CHECK ("credit_intents"."tokens" <> 0 and "credit_intents"."amount_micros" <> 0),
	CONSTRAINT "credit_closed_has_outcome" CHECK (("credit_intents"."closed_at" is null) = ("credit_intents"."outcome" is null))
);
--> statement-breakpoint
CREATE TABLE "credit_movements" (
	"customer_id" integer NOT NULL,
	"seen_at" timestamp (3) with time zone NOT NULL,
	"since" timestamp (3) with time zone NOT NULL,
	"expected_tokens" numeric(30, 10) NOT NULL,
	"found_tokens" numeric(30, 10) NOT NULL,
	"cause" text NOT NULL,
	"told_at" timestamp (3) with time zone,
	CONSTRAINT "credit_movements_customer_id_seen_at_pk" PRIMARY KEY("customer_id","seen_at")
);
--> statement-breakpoint
CREATE TABLE "credit_wallets" (
	"customer_id" integer PRIMARY KEY NOT NULL,
	"remainder" numeric(38, 14) DEFAULT '0' NOT NULL,
	"balance_tokens" numeric(30, 10),
	"token_price" numeric(20, 10),
	"balance_at" timestamp (3) with time zone,
	"failure" text,
	"tried_at" timestamp (3) with time zone,
	"version" integer DEFAULT 0 NOT NULL
);
--> statement-breakpoint
CREATE TABLE "customer_links" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "customer_links_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"customer_id" integer NOT NULL,
	"purpose" text NOT NULL,
	"seed" text NOT NULL,
	"token_hash" text NOT NULL,
	"issued_by" text NOT NULL,
	"idempotency_key" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"revoked_at" timestamp (3) with time zone,
	"revoked_by" text,
	"last_used_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "customer_dunning" (
	"customer_id" integer PRIMARY KEY NOT NULL,
	"stage" text NOT NULL,
	"hold" text,
	"stage_since" timestamp (3) with time zone NOT NULL,
	"emptied_at" timestamp (3) with time zone,
	"wallet_version" bigint NOT NULL,
	"empty_at" timestamp (3) with time zone,
	"grace_until" timestamp (3) with time zone,
	"suspend_at" timestamp (3) with time zone,
	"deletable_at" timestamp (3) with time zone,
	"suspended_at" timestamp (3) with time zone,
	"released_at" timestamp (3) with time zone,
	"judged_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "dunning_flags" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "dunning_flags_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"customer_id" integer NOT NULL,
	"reason" text NOT NULL,
	"until" timestamp (3) with time zone,
	"created_by" text NOT NULL,
	"created_by_name" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"ended_at" timestamp (3) with time zone,
	"ended_by" text,
	"end_reason" text
);
--> statement-breakpoint
CREATE TABLE "dunning_steps" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "dunning_steps_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"customer_id" integer NOT NULL,
	"from_stage" text NOT NULL,
	"to_stage" text NOT NULL,
	"hold" text,
	"balance_micros" bigint NOT NULL,
	"suspend_at" timestamp (3) with time zone,
	"at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "panel_acts" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "panel_acts_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"server_id" integer NOT NULL,
	"wish_version" integer NOT NULL,
	"act" text NOT NULL,
	"detail" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "panel_wishes" (
	"server_id" integer PRIMARY KEY NOT NULL,
	"customer_id" integer NOT NULL,
	"wanted" text NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"reason" text NOT NULL,
	"decided_by" text NOT NULL,
	"decided_at" timestamp (3) with time zone NOT NULL,
	"ours_since" timestamp (3) with time zone,
	"was_running" boolean,
	"released_at" timestamp (3) with time zone,
	"sent_action" text,
	"sent_at" timestamp (3) with time zone,
	"applied_version" integer DEFAULT 0 NOT NULL,
	"outcome" text,
	"settled_at" timestamp (3) with time zone,
	"attempts" integer DEFAULT 0 NOT NULL,
	"last_error" text,
	"not_before" timestamp (3) with time zone,
	"lease_until" timestamp (3) with time zone,
	"lease_owner" text
);
--> statement-breakpoint
CREATE TABLE "server_deletions" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "server_deletions_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"server_id" integer NOT NULL,
	"customer_id" integer NOT NULL,
	"reason" text NOT NULL,
	"requested_by" text NOT NULL,
	"requested_by_name" text NOT NULL,
	"requested_at" timestamp (3) with time zone NOT NULL,
	"confirmable_at" timestamp (3) with time zone NOT NULL,
	"confirmed_by" text,
	"confirmed_by_name" text,
	"confirmed_at" timestamp (3) with time zone,
	"cancelled_by" text,
	"cancelled_at" timestamp (3) with time zone,
	"cancel_reason" text
);
--> statement-breakpoint
CREATE TABLE "notice_attempts" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "notice_attempts_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"delivery_id" bigint NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"outcome" text NOT NULL,
	"detail" text NOT NULL,
	"duration_ms" integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE "notice_deliveries" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "notice_deliveries_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"notice_id" bigint NOT NULL,
	"event" text NOT NULL,
	"customer_id" integer,
	"way" text NOT NULL,
	"recipient" text NOT NULL,
	"state" text DEFAULT 'waiting' NOT NULL,
	"detail" text,
	"next_attempt_at" timestamp (3) with time zone,
	"sending_since" timestamp (3) with time zone,
	"attempts" integer DEFAULT 0 NOT NULL,
	"subject" text,
	"body" text,
	"action" text,
	"created_at" timestamp (3) with time zone NOT NULL,
	"done_at" timestamp (3) with time zone,
	CONSTRAINT "delivery_state_known" CHECK ("notice_deliveries"."state" in ('waiting', 'sent', 'failed', 'unclear', 'not_set_up', 'superseded'))
);
--> statement-breakpoint
CREATE TABLE "notice_pauses" (
	"way" text PRIMARY KEY NOT NULL,
	"until" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "notice_routes" (
	"event" text NOT NULL,
	"way" text NOT NULL,
	"enabled" boolean NOT NULL,
	CONSTRAINT "notice_routes_event_way_pk" PRIMARY KEY("event","way")
);
--> statement-breakpoint
CREATE TABLE "notice_templates" (
	"event" text NOT NULL,
	"way" text NOT NULL,
	"subject" text NOT NULL,
	"body" text NOT NULL,
	"action" text NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"updated_by" text NOT NULL,
	CONSTRAINT "notice_templates_event_way_pk" PRIMARY KEY("event","way")
);
--> statement-breakpoint
CREATE TABLE "notices" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "notices_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"key" text NOT NULL,
	"event" text NOT NULL,
	"customer_id" integer,
	"facts" jsonb NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"spread_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "runway_marks" (
	"customer_id" integer PRIMARY KEY NOT NULL,
	"level" integer,
	"wallet_version" bigint NOT NULL,
	"warnings" integer NOT NULL,
	CONSTRAINT "runway_mark_level" CHECK ("runway_marks"."level" >= 0)
);
--> statement-breakpoint
CREATE TABLE "webhook_endpoints" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "webhook_endpoints_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"url" text NOT NULL,
	"sealed_secret" text NOT NULL,
	"note" text DEFAULT '' NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"created_by" text NOT NULL,
	"disabled_at" timestamp (3) with time zone,
	"disabled_reason" text,
	"removed_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "paypal_events" (
	"id" text PRIMARY KEY NOT NULL,
	"event_type" text NOT NULL,
	"top_up_id" integer,
	"body" jsonb NOT NULL,
	"received_at" timestamp (3) with time zone NOT NULL,
	"handled_at" timestamp (3) with time zone,
	"outcome" text
);
--> statement-breakpoint
CREATE TABLE "top_up_claims" (
	"kind" text NOT NULL,
	"paypal_id" text NOT NULL,
	"top_up_id" integer NOT NULL,
	"amount_micros" bigint NOT NULL,
	"state" text NOT NULL,
	"reason" text,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "top_up_claims_kind_paypal_id_pk" PRIMARY KEY("kind","paypal_id"),
	CONSTRAINT "claim_of_something" CHECK ("top_up_claims"."amount_micros" > 0)
);
--> statement-breakpoint
CREATE TABLE "top_up_movements" (
	"transaction_id" bigint PRIMARY KEY NOT NULL,
	"top_up_id" integer NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "top_ups" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "top_ups_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"key" uuid DEFAULT gen_random_uuid() NOT NULL,
	"customer_id" integer NOT NULL,
	"amount_micros" bigint NOT NULL,
	"currency" varchar(3) NOT NULL,
	"mode" text NOT NULL,
	"status" text DEFAULT 'created' NOT NULL,
	"idempotency_key" text NOT NULL,
	"requested_by" text NOT NULL,
	"order_id" text,
	"approve_url" text,
	"capture_id" text,
	"problem" text,
	"captured_text" text,
	"taken_back_micros" bigint DEFAULT 0 NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"asks" integer DEFAULT 0 NOT NULL,
	"settled_at" timestamp (3) with time zone,
	"settled_by" text,
	"settled_reason" text,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "top_up_of_something" CHECK ("top_ups"."amount_micros" > 0),
	CONSTRAINT "top_up_taken_back" CHECK ("top_ups"."taken_back_micros" between 0 and "top_ups"."amount_micros"),
	CONSTRAINT "top_up_captured_has_capture" CHECK ("top_ups"."status" <> 'captured' or "top_ups"."capture_id" is not null)
);
--> statement-breakpoint
CREATE TABLE "proofs" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "proofs_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"started_at" timestamp (3) with time zone NOT NULL,
	"finished_at" timestamp (3) with time zone NOT NULL,
	"outcome" text NOT NULL,
	"checks" jsonb NOT NULL,
	"proved_by" text NOT NULL
);
--> statement-breakpoint
DROP INDEX "transactions_not_hourly";--> statement-breakpoint
DROP INDEX "transactions_wallet_not_hourly";--> statement-breakpoint
CREATE INDEX "power_wishes_open" ON "power_wishes" USING btree ("id") WHERE "power_wishes"."status" = 'open';--> statement-breakpoint
CREATE INDEX "power_wishes_customer" ON "power_wishes" USING btree ("customer_id","month","id");--> statement-breakpoint
CREATE UNIQUE INDEX "credit_intents_one_open" ON "credit_intents" USING btree ("customer_id") WHERE "credit_intents"."closed_at" is null;--> statement-breakpoint
CREATE INDEX "credit_intents_open" ON "credit_intents" USING btree ("state","id") WHERE "credit_intents"."closed_at" is null;--> statement-breakpoint
CREATE INDEX "credit_intents_resolved" ON "credit_intents" USING btree ("id") WHERE "credit_intents"."state" = 'resolved';--> statement-breakpoint
CREATE INDEX "credit_intents_customer" ON "credit_intents" USING btree ("customer_id","id");--> statement-breakpoint
CREATE INDEX "credit_movements_untold" ON "credit_movements" USING btree ("seen_at") WHERE "credit_movements"."told_at" is null and "credit_movements"."cause" = 'others';--> statement-breakpoint
CREATE UNIQUE INDEX "customer_links_hash" ON "customer_links" USING btree ("token_hash");--> statement-breakpoint
CREATE UNIQUE INDEX "customer_links_key" ON "customer_links" USING btree ("customer_id","idempotency_key");--> statement-breakpoint
CREATE INDEX "customer_links_customer" ON "customer_links" USING btree ("customer_id","id");--> statement-breakpoint
CREATE INDEX "customer_dunning_stage" ON "customer_dunning" USING btree ("stage","customer_id");--> statement-breakpoint
CREATE INDEX "customer_dunning_suspended" ON "customer_dunning" USING btree ("suspended_at") WHERE "customer_dunning"."suspended_at" is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "dunning_flags_open" ON "dunning_flags" USING btree ("customer_id") WHERE "dunning_flags"."ended_at" is null;--> statement-breakpoint
CREATE INDEX "dunning_flags_customer" ON "dunning_flags" USING btree ("customer_id","id");--> statement-breakpoint
CREATE INDEX "dunning_steps_customer" ON "dunning_steps" USING btree ("customer_id","id");--> statement-breakpoint
CREATE INDEX "panel_acts_server" ON "panel_acts" USING btree ("server_id","id");--> statement-breakpoint
CREATE UNIQUE INDEX "panel_acts_once" ON "panel_acts" USING btree ("server_id","wish_version","act");--> statement-breakpoint
CREATE INDEX "panel_wishes_customer" ON "panel_wishes" USING btree ("customer_id");--> statement-breakpoint
CREATE INDEX "panel_wishes_due" ON "panel_wishes" USING btree ("server_id") WHERE "panel_wishes"."applied_version" < "panel_wishes"."version";--> statement-breakpoint
CREATE INDEX "panel_wishes_suspended" ON "panel_wishes" USING btree ("server_id") WHERE "panel_wishes"."wanted" = 'suspended';--> statement-breakpoint
CREATE UNIQUE INDEX "server_deletions_open" ON "server_deletions" USING btree ("server_id") WHERE "server_deletions"."confirmed_at" is null and "server_deletions"."cancelled_at" is null;--> statement-breakpoint
CREATE INDEX "server_deletions_server" ON "server_deletions" USING btree ("server_id","id");--> statement-breakpoint
CREATE INDEX "notice_attempts_delivery" ON "notice_attempts" USING btree ("delivery_id","id");--> statement-breakpoint
CREATE UNIQUE INDEX "notice_deliveries_once" ON "notice_deliveries" USING btree ("notice_id","way","recipient");--> statement-breakpoint
CREATE INDEX "notice_deliveries_state" ON "notice_deliveries" USING btree ("state","id");--> statement-breakpoint
CREATE INDEX "notice_deliveries_way" ON "notice_deliveries" USING btree ("way","id");--> statement-breakpoint
CREATE INDEX "notice_deliveries_event" ON "notice_deliveries" USING btree ("event","id");--> statement-breakpoint
CREATE INDEX "notice_deliveries_customer" ON "notice_deliveries" USING btree ("customer_id","id") WHERE "notice_deliveries"."customer_id" is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "notices_key" ON "notices" USING btree ("key");--> statement-breakpoint
CREATE INDEX "notices_event" ON "notices" USING btree ("event","id");--> statement-breakpoint
CREATE INDEX "notices_customer" ON "notices" USING btree ("customer_id","id") WHERE "notices"."customer_id" is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "webhook_endpoints_url" ON "webhook_endpoints" USING btree ("url") WHERE "webhook_endpoints"."removed_at" is null;--> statement-breakpoint
CREATE INDEX "paypal_events_top_up" ON "paypal_events" USING btree ("top_up_id","received_at");--> statement-breakpoint
CREATE INDEX "paypal_events_received" ON "paypal_events" USING btree ("received_at");--> statement-breakpoint
CREATE INDEX "top_up_claims_top_up" ON "top_up_claims" USING btree ("top_up_id");--> statement-breakpoint
CREATE INDEX "top_up_movements_top_up" ON "top_up_movements" USING btree ("top_up_id");--> statement-breakpoint
CREATE UNIQUE INDEX "top_ups_key" ON "top_ups" USING btree ("key");--> statement-breakpoint
CREATE UNIQUE INDEX "top_ups_idempotency" ON "top_ups" USING btree ("customer_id","idempotency_key");--> statement-breakpoint
CREATE UNIQUE INDEX "top_ups_order" ON "top_ups" USING btree ("order_id") WHERE "top_ups"."order_id" is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "top_ups_capture" ON "top_ups" USING btree ("capture_id") WHERE "top_ups"."capture_id" is not null;--> statement-breakpoint
CREATE INDEX "top_ups_customer" ON "top_ups" USING btree ("customer_id","id");--> statement-breakpoint
CREATE INDEX "top_ups_status" ON "top_ups" USING btree ("status","id");--> statement-breakpoint
CREATE INDEX "proofs_finished" ON "proofs" USING btree ("finished_at");--> statement-breakpoint
CREATE INDEX "transactions_wallet_credit" ON "transactions" USING btree ("wallet_account_id","created_at") WHERE "transactions"."kind" = 'credit';--> statement-breakpoint
CREATE INDEX "transactions_not_hourly" ON "transactions" USING btree ("id") WHERE "transactions"."kind" not in ('hourly', 'credit');--> statement-breakpoint
CREATE INDEX "transactions_wallet_not_hourly" ON "transactions" USING btree ("wallet_account_id","created_at") WHERE "transactions"."kind" not in ('hourly', 'credit');