-- Records that are older than the law asks for may be taken out, from the first on and up to a signed checkpoint; what was
-- taken out is said by a sealed statement, and the chain goes on from its last hash (docs/adr/0008-audit-chain.md).
CREATE TABLE "audit_retirement" (
  "number" BIGINT NOT NULL,
  "first_seq" BIGINT NOT NULL,
  "last_seq" BIGINT NOT NULL,
  "last_hash" BYTEA NOT NULL,
  "count" BIGINT NOT NULL,
  -- Everything taken out was recorded before.
  "before" TIMESTAMP(3) NOT NULL,
  "retired_at" TIMESTAMP(3) NOT NULL,
  "key_id" TEXT NOT NULL,
  "signature" BYTEA NOT NULL,
  CONSTRAINT "audit_retirement_pkey" PRIMARY KEY ("number"),
  CONSTRAINT "audit_retirement_number_from_one" CHECK ("number" > 0)
);
CREATE TRIGGER "audit_retirement_append_only" BEFORE UPDATE OR DELETE OR TRUNCATE ON "audit_retirement" FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse();

-- Takes out the records up to a checkpoint and keeps the statement, in one transaction. The floor stands here, by the clock
-- of the database, and not in what calls: with the rights of the application nobody takes out what is younger than ten
-- years, nor the records since the last checkpoint, nor anything from the middle. Answers how many there were.
CREATE FUNCTION audit_retire(r_number BIGINT, r_first BIGINT, r_last BIGINT, r_hash BYTEA, r_count BIGINT, r_before TIMESTAMPTZ, r_retired_at TIMESTAMPTZ, r_key_id TEXT, r_signature BYTEA) RETURNS BIGINT
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  taken BIGINT;
BEGIN
  PERFORM pg_advisory_xact_lock(72707370);
  IF r_before > now() - INTERVAL '10 years' THEN RAISE EXCEPTION 'audit_retire: records of less than ten years are kept'; END IF;
  IF r_number <> (SELECT coalesce(max(t.number), 0) + 1 FROM audit_retirement t) OR r_first <> (SELECT coalesce(max(t.last_seq), 0) + 1 FROM audit_retirement t) THEN RAISE EXCEPTION 'audit_retire: it does not follow the one before'; END IF;
  IF NOT EXISTS (SELECT 1 FROM audit_checkpoint c WHERE c.seq = r_last AND c.hash = r_hash) THEN RAISE EXCEPTION 'audit_retire: record % was not signed with this hash', r_last; END IF;
  IF NOT EXISTS (SELECT 1 FROM audit_event e WHERE e.seq = r_last AND e.hash = r_hash) THEN RAISE EXCEPTION 'audit_retire: there is no record % with this hash', r_last; END IF;
  IF NOT EXISTS (SELECT 1 FROM audit_checkpoint c WHERE c.seq > r_last) THEN RAISE EXCEPTION 'audit_retire: the last checkpoint and its record stay'; END IF;
  IF EXISTS (SELECT 1 FROM audit_event e WHERE e.seq <= r_last AND e.recorded_at >= r_before AT TIME ZONE 'UTC') THEN RAISE EXCEPTION 'audit_retire: one of the records is younger'; END IF;
  INSERT INTO audit_retirement VALUES (r_number, r_first, r_last, r_hash, r_count, r_before AT TIME ZONE 'UTC', r_retired_at AT TIME ZONE 'UTC', r_key_id, r_signature);
  ALTER TABLE audit_event DISABLE TRIGGER audit_event_append_only;
  DELETE FROM audit_event e WHERE e.seq BETWEEN r_first AND r_last;
  GET DIAGNOSTICS taken = ROW_COUNT;
  ALTER TABLE audit_event ENABLE TRIGGER audit_event_append_only;
  IF taken <> r_count THEN RAISE EXCEPTION 'audit_retire: there were % records, and not %', taken, r_count; END IF;
  RETURN taken;
END $$;
REVOKE ALL ON FUNCTION audit_retire(BIGINT, BIGINT, BIGINT, BYTEA, BIGINT, TIMESTAMPTZ, TIMESTAMPTZ, TEXT, BYTEA) FROM PUBLIC;
