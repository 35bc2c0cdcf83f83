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
CREATE INDEX "power_wishes_open" ON "power_wishes" USING btree ("id") WHERE "power_wishes"."status" = 'open';--> statement-breakpoint
CREATE INDEX "power_wishes_customer" ON "power_wishes" USING btree ("customer_id","month","id");