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
CREATE UNIQUE INDEX "credit_intents_one_open" ON "credit_intents" USING btree ("customer_id") WHERE "credit_intents"."closed_at" is null;--> statement-breakpoint
CREATE INDEX "credit_intents_open" ON "credit_intents" USING btree ("state","id") WHERE "credit_intents"."closed_at" is null;--> statement-breakpoint
CREATE INDEX "credit_intents_resolved" ON "credit_intents" USING btree ("id") WHERE "credit_intents"."state" = 'resolved';--> statement-breakpoint
CREATE INDEX "credit_intents_customer" ON "credit_intents" USING btree ("customer_id","id");--> statement-breakpoint
CREATE INDEX "credit_movements_untold" ON "credit_movements" USING btree ("seen_at") WHERE "credit_movements"."told_at" is null and "credit_movements"."cause" = 'others';--> statement-breakpoint
CREATE INDEX "proofs_finished" ON "proofs" USING btree ("finished_at");--> statement-breakpoint
CREATE INDEX "transactions_wallet_credit" ON "transactions" USING btree ("wallet_account_id","created_at") WHERE "transactions"."kind" = 'credit';--> statement-breakpoint
CREATE INDEX "transactions_not_hourly" ON "transactions" USING btree ("id") WHERE "transactions"."kind" not in ('hourly', 'credit');--> statement-breakpoint
CREATE INDEX "transactions_wallet_not_hourly" ON "transactions" USING btree ("wallet_account_id","created_at") WHERE "transactions"."kind" not in ('hourly', 'credit');