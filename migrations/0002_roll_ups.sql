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
ALTER TABLE "billing_runs" ADD COLUMN "rolled_up_at" timestamp (3) with time zone;--> statement-breakpoint
CREATE INDEX "transactions_wallet_not_hourly" ON "transactions" USING btree ("wallet_account_id","created_at") WHERE "transactions"."kind" <> 'hourly';--> statement-breakpoint
CREATE INDEX "billing_runs_not_rolled_up" ON "billing_runs" USING btree ("id") WHERE "billing_runs"."rolled_up_at" is null;