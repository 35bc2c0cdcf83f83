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
CREATE INDEX "paypal_events_top_up" ON "paypal_events" USING btree ("top_up_id","received_at");--> statement-breakpoint
CREATE INDEX "paypal_events_received" ON "paypal_events" USING btree ("received_at");--> statement-breakpoint
CREATE INDEX "top_up_claims_top_up" ON "top_up_claims" USING btree ("top_up_id");--> statement-breakpoint
CREATE INDEX "top_up_movements_top_up" ON "top_up_movements" USING btree ("top_up_id");--> statement-breakpoint
CREATE UNIQUE INDEX "top_ups_key" ON "top_ups" USING btree ("key");--> statement-breakpoint
CREATE UNIQUE INDEX "top_ups_idempotency" ON "top_ups" USING btree ("customer_id","idempotency_key");--> statement-breakpoint
CREATE UNIQUE INDEX "top_ups_order" ON "top_ups" USING btree ("order_id") WHERE "top_ups"."order_id" is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "top_ups_capture" ON "top_ups" USING btree ("capture_id") WHERE "top_ups"."capture_id" is not null;--> statement-breakpoint
CREATE INDEX "top_ups_customer" ON "top_ups" USING btree ("customer_id","id");--> statement-breakpoint
CREATE INDEX "top_ups_status" ON "top_ups" USING btree ("status","id");