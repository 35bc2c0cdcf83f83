-- Where money is once it was carried to VirtFusion's credit; the wallets here keep what was not.
INSERT INTO accounts (code, kind) VALUES ('virtfusion:credit', 'virtfusion');
--> statement-breakpoint
-- What is to be sent is decided once, and how it ended is told once. A new posting is a new row.
CREATE FUNCTION keep_credit_intent() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    RAISE EXCEPTION 'credit_intents are kept: do not delete intent %', OLD.id USING ERRCODE = '42501';
  END IF;
  IF OLD.closed_at IS NOT NULL THEN
    RAISE EXCEPTION 'credit intent % is closed and stays as it is', OLD.id USING ERRCODE = '42501';
  END IF;
  IF (OLD.id, OLD.customer_id, OLD.external_id, OLD.currency, OLD.token_price, OLD.token_decimals, OLD.owed_micros,
      OLD.amount_micros, OLD.tokens, OLD.remainder_before, OLD.remainder_after, OLD.reference2)
     IS DISTINCT FROM
     (NEW.id, NEW.customer_id, NEW.external_id, NEW.currency, NEW.token_price, NEW.token_decimals, NEW.owed_micros,
      NEW.amount_micros, NEW.tokens, NEW.remainder_before, NEW.remainder_after, NEW.reference2) THEN
    RAISE EXCEPTION 'what credit intent % sends was decided and stays as it is', OLD.id USING ERRCODE = '42501';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER credit_intents_kept BEFORE UPDATE OR DELETE ON credit_intents
FOR EACH ROW EXECUTE FUNCTION keep_credit_intent();
