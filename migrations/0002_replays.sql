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
CREATE UNIQUE INDEX "charge_corrections_once" ON "charge_corrections" USING btree ("server_id","hour","replay_id");--> statement-breakpoint
CREATE INDEX "charge_corrections_replay" ON "charge_corrections" USING btree ("replay_id","id");--> statement-breakpoint
CREATE INDEX "charge_corrections_transaction" ON "charge_corrections" USING btree ("transaction_id") WHERE "charge_corrections"."transaction_id" is not null;--> statement-breakpoint
CREATE INDEX "replay_servers_size" ON "replay_servers" USING btree ("replay_id",(-abs("difference_micros")),"server_id");--> statement-breakpoint
CREATE INDEX "replay_servers_customer" ON "replay_servers" USING btree ("replay_id","customer_id","server_id");--> statement-breakpoint
CREATE INDEX "replay_servers_posted" ON "replay_servers" USING btree ("server_id") WHERE "replay_servers"."posted_at" is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "replays_key" ON "replays" USING btree ("idempotency_key");--> statement-breakpoint
CREATE UNIQUE INDEX "replays_one_posting" ON "replays" USING btree ((true)) WHERE "replays"."status" = 'posting';--> statement-breakpoint
CREATE UNIQUE INDEX "replays_posting_order" ON "replays" USING btree ("posting_order") WHERE "replays"."posting_order" is not null;--> statement-breakpoint
CREATE INDEX "transactions_created" ON "transactions" USING btree ("created_at","id");