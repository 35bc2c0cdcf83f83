CREATE TRIGGER charge_corrections_append_only BEFORE UPDATE OR DELETE ON charge_corrections FOR EACH ROW EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER charge_corrections_not_truncated BEFORE TRUNCATE ON charge_corrections FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
-- What a posted replay says is part of the price of its hours: only the roll-ups may leave their mark on it.
CREATE FUNCTION keep_posted_replay() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.status = 'posted' AND (TG_OP = 'DELETE' OR to_jsonb(NEW) - 'rolled_up_at' <> to_jsonb(OLD) - 'rolled_up_at') THEN
    RAISE EXCEPTION 'replay % is posted: correct it by another replay', OLD.id USING ERRCODE = '42501';
  END IF;
  RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
--> statement-breakpoint
CREATE TRIGGER replays_kept BEFORE UPDATE OR DELETE ON replays FOR EACH ROW EXECUTE FUNCTION keep_posted_replay();
--> statement-breakpoint
CREATE FUNCTION keep_posted_replay_server() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.posted_at IS NOT NULL THEN
    RAISE EXCEPTION 'what replay % changed for server % is posted: correct it by another replay', OLD.replay_id, OLD.server_id
      USING ERRCODE = '42501';
  END IF;
  RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
--> statement-breakpoint
CREATE TRIGGER replay_servers_kept BEFORE UPDATE OR DELETE ON replay_servers FOR EACH ROW EXECUTE FUNCTION keep_posted_replay_server();
