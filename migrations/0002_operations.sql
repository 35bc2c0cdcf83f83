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
ALTER TABLE "alerts" ADD COLUMN "snoozed_until" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "alerts" ADD COLUMN "snoozed_by" text;--> statement-breakpoint
ALTER TABLE "billing_runs" ADD COLUMN "brake_figures" jsonb;--> statement-breakpoint
ALTER TABLE "billing_runs" ADD COLUMN "retry_of" integer;--> statement-breakpoint
ALTER TABLE "cron_slots" ADD COLUMN "finished_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "cron_slots" ADD COLUMN "failure" text;--> statement-breakpoint
ALTER TABLE "cron_slots" ADD COLUMN "held_back" text;--> statement-breakpoint
ALTER TABLE "server_hourly_billing_settings" ADD COLUMN "more_schedules" jsonb DEFAULT '[]'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "server_hourly_billing_settings" ADD COLUMN "blackouts" jsonb DEFAULT '[]'::jsonb NOT NULL;--> statement-breakpoint
CREATE INDEX "run_events_run" ON "run_events" USING btree ("run_id","at");--> statement-breakpoint
CREATE UNIQUE INDEX "schedule_pauses_open" ON "schedule_pauses" USING btree ("job") WHERE "schedule_pauses"."ended_at" is null;--> statement-breakpoint
CREATE INDEX "schedule_pauses_job" ON "schedule_pauses" USING btree ("job","paused_at");