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
CREATE INDEX "server_deletions_server" ON "server_deletions" USING btree ("server_id","id");