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
CREATE INDEX "notice_attempts_delivery" ON "notice_attempts" USING btree ("delivery_id","id");--> statement-breakpoint
CREATE UNIQUE INDEX "notice_deliveries_once" ON "notice_deliveries" USING btree ("notice_id","way","recipient");--> statement-breakpoint
CREATE INDEX "notice_deliveries_state" ON "notice_deliveries" USING btree ("state","id");--> statement-breakpoint
CREATE INDEX "notice_deliveries_way" ON "notice_deliveries" USING btree ("way","id");--> statement-breakpoint
CREATE INDEX "notice_deliveries_event" ON "notice_deliveries" USING btree ("event","id");--> statement-breakpoint
CREATE INDEX "notice_deliveries_customer" ON "notice_deliveries" USING btree ("customer_id","id") WHERE "notice_deliveries"."customer_id" is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "notices_key" ON "notices" USING btree ("key");--> statement-breakpoint
CREATE INDEX "notices_event" ON "notices" USING btree ("event","id");--> statement-breakpoint
CREATE INDEX "notices_customer" ON "notices" USING btree ("customer_id","id") WHERE "notices"."customer_id" is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "webhook_endpoints_url" ON "webhook_endpoints" USING btree ("url") WHERE "webhook_endpoints"."removed_at" is null;