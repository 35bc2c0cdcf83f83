CREATE TRIGGER dunning_steps_append_only BEFORE UPDATE OR DELETE ON dunning_steps FOR EACH ROW EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER dunning_steps_not_truncated BEFORE TRUNCATE ON dunning_steps FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER panel_acts_append_only BEFORE UPDATE OR DELETE ON panel_acts FOR EACH ROW EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER panel_acts_not_truncated BEFORE TRUNCATE ON panel_acts FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
-- Whoever fills a wallet, by whatever way: its customer is judged again at once, by a job of the same transaction.
-- A run moves every wallet; the condition is asked of the two balances alone, and calls nothing.
CREATE FUNCTION judge_who_paid() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM customer_dunning WHERE customer_id = NEW.customer_id) THEN
    PERFORM graphile_worker.add_job('judge_dunning', json_build_object('customerIds', json_build_array(NEW.customer_id)),
      job_key := 'dunning:' || NEW.customer_id, max_attempts := 25);
  END IF;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER accounts_paid AFTER UPDATE OF balance_micros ON accounts FOR EACH ROW
WHEN (OLD.balance_micros < 0 AND NEW.balance_micros >= 0 AND NEW.customer_id IS NOT NULL)
EXECUTE FUNCTION judge_who_paid();
