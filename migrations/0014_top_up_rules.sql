INSERT INTO accounts (code, kind) VALUES ('paypal:clearing', 'clearing');
--> statement-breakpoint
-- What was asked for never changes, and what was captured stays captured: a refund is a claim beside it.
CREATE FUNCTION keep_top_up() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (new.id, new.key, new.customer_id, new.amount_micros, new.currency, new.mode, new.idempotency_key)
    IS DISTINCT FROM (old.id, old.key, old.customer_id, old.amount_micros, old.currency, old.mode, old.idempotency_key) THEN
    RAISE EXCEPTION 'what a top-up asks for does not change' USING ERRCODE = '42501';
  END IF;
  IF old.status = 'captured' AND new.status <> 'captured' THEN
    RAISE EXCEPTION 'a captured top-up stays captured' USING ERRCODE = '42501';
  END IF;
  -- An order that PayPal forgot is made anew; one that the buyer approved is the one.
  IF old.order_id IS NOT NULL AND new.order_id IS DISTINCT FROM old.order_id AND old.status <> 'sent' THEN
    RAISE EXCEPTION 'a top-up keeps the order that was approved' USING ERRCODE = '42501';
  END IF;
  RETURN new;
END $$;
--> statement-breakpoint
CREATE TRIGGER top_ups_keep BEFORE UPDATE ON top_ups FOR EACH ROW EXECUTE FUNCTION keep_top_up();
--> statement-breakpoint
CREATE TRIGGER top_ups_not_deleted BEFORE DELETE ON top_ups FOR EACH ROW EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER top_up_movements_append_only BEFORE UPDATE OR DELETE ON top_up_movements FOR EACH ROW EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER top_up_movements_not_truncated BEFORE TRUNCATE ON top_up_movements FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
