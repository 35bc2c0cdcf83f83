CREATE TABLE "server_exemption_ends" (
	"exemption_id" integer PRIMARY KEY NOT NULL,
	"until_hour" timestamp (3) with time zone NOT NULL,
	"reason" text NOT NULL,
	"ended_by" integer,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "exemption_ends_on_the_hour" CHECK (extract(epoch from "server_exemption_ends"."until_hour")::bigint % 3600 = 0)
);
--> statement-breakpoint
CREATE TABLE "server_exemptions" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "server_exemptions_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"server_id" integer NOT NULL,
	"from_hour" timestamp (3) with time zone NOT NULL,
	"until_hour" timestamp (3) with time zone,
	"reason" text NOT NULL,
	"created_by" integer,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "exemption_of_whole_hours" CHECK (extract(epoch from "server_exemptions"."from_hour")::bigint % 3600 = 0 and coalesce(extract(epoch from "server_exemptions"."until_hour")::bigint % 3600 = 0, true)),
	CONSTRAINT "exemption_not_empty" CHECK ("server_exemptions"."until_hour" > "server_exemptions"."from_hour")
);
--> statement-breakpoint
CREATE INDEX "server_exemptions_server" ON "server_exemptions" USING btree ("server_id","from_hour");--> statement-breakpoint
CREATE INDEX "customers_external" ON "customers" USING btree ("external_id");--> statement-breakpoint
CREATE INDEX "customers_name_starts" ON "customers" USING btree (lower("name") text_pattern_ops);--> statement-breakpoint
CREATE INDEX "customers_email_starts" ON "customers" USING btree (lower("email") text_pattern_ops);--> statement-breakpoint
CREATE INDEX "servers_name_starts" ON "servers" USING btree (lower("name") text_pattern_ops);--> statement-breakpoint
CREATE INDEX "servers_hostname_starts" ON "servers" USING btree (lower("hostname") text_pattern_ops);--> statement-breakpoint
CREATE INDEX "servers_uuid_starts" ON "servers" USING btree (lower("uuid") text_pattern_ops);