-- The trail becomes a chain: every record carries its place, the hash of the one before and its own (docs/adr/0008-audit-chain.md).
-- Written through audit_append() alone; UPDATE, DELETE and TRUNCATE are refused by triggers, and by rights where an owner
-- role of its own runs the migrations.

DO $$ BEGIN IF current_setting('server_encoding') <> 'UTF8' THEN RAISE EXCEPTION 'the database must be encoded in UTF8, it is in %: create it with ENCODING ''UTF8''', current_setting('server_encoding'); END IF; END $$;

ALTER TABLE "audit_event" RENAME TO "audit_event_unchained";
ALTER TABLE "audit_event_unchained" RENAME CONSTRAINT "audit_event_pkey" TO "audit_event_unchained_pkey";
DROP INDEX "audit_event_patient_id_recorded_at_idx";
DROP INDEX "audit_event_user_id_recorded_at_idx";
DROP INDEX "audit_event_recorded_at_idx";
DROP INDEX "audit_event_request_id_idx";

CREATE TABLE "audit_event" (
  "seq" BIGINT NOT NULL,
  "recorded_at" TIMESTAMP(3) NOT NULL,
  "kind" TEXT NOT NULL,
  "action" TEXT NOT NULL,
  "operation" TEXT NOT NULL,
  "feature" TEXT,
  "outcome" TEXT NOT NULL,
  "reason" TEXT,
  "purpose" TEXT,
  "basis" TEXT,
  "emergency" TEXT,
  "patient_id" TEXT,
  "user_id" TEXT,
  "user_name" TEXT,
  "user_ref" TEXT,
  "role" TEXT,
  "remote_address" TEXT NOT NULL,
  "request_id" TEXT NOT NULL,
  "resources" TEXT[] NOT NULL,
  "query" TEXT,
  "previous_hash" BYTEA NOT NULL,
  "hash" BYTEA NOT NULL,
  CONSTRAINT "audit_event_pkey" PRIMARY KEY ("seq")
);

CREATE TABLE "audit_checkpoint" (
  "number" BIGINT NOT NULL,
  "seq" BIGINT NOT NULL,
  "hash" BYTEA NOT NULL,
  "count" BIGINT NOT NULL,
  "signed_at" TIMESTAMP(3) NOT NULL,
  "key_id" TEXT NOT NULL,
  "previous" BYTEA NOT NULL,
  "signature" BYTEA NOT NULL,
  CONSTRAINT "audit_checkpoint_pkey" PRIMARY KEY ("number")
);

-- SHA-256 over place, previous hash and every column, each as `5:hello,` (its length in bytes) or `-,` for NULL, so that no
-- two different records have the same text; src/audit/chain.ts computes the same. Spelled out: one expression that calls
-- nothing of ours takes a fifth of the time.
CREATE FUNCTION audit_hash(r audit_event) RETURNS BYTEA LANGUAGE plpgsql STABLE AS $$
DECLARE
  place TEXT := r.seq::text;
  at TEXT := to_char(r.recorded_at, 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"');
  listed TEXT := cardinality(r.resources)::text;
  resource TEXT;
BEGIN
  listed := octet_length(listed) || ':' || listed || ',';
  FOREACH resource IN ARRAY r.resources LOOP listed := listed || octet_length(resource) || ':' || resource || ','; END LOOP;
  RETURN sha256(convert_to('keneyapp-audit-1,' || octet_length(place) || ':' || place || ',64:' || encode(r.previous_hash, 'hex') || ',' || octet_length(at) || ':' || at || ','
    || coalesce(octet_length(r.kind) || ':' || r.kind, '-') || ',' || coalesce(octet_length(r.action) || ':' || r.action, '-') || ',' || coalesce(octet_length(r.operation) || ':' || r.operation, '-') || ',' || coalesce(octet_length(r.feature) || ':' || r.feature, '-') || ','
    || coalesce(octet_length(r.outcome) || ':' || r.outcome, '-') || ',' || coalesce(octet_length(r.reason) || ':' || r.reason, '-') || ',' || coalesce(octet_length(r.purpose) || ':' || r.purpose, '-') || ','
    || coalesce(octet_length(r.basis) || ':' || r.basis, '-') || ',' || coalesce(octet_length(r.emergency) || ':' || r.emergency, '-') || ',' || coalesce(octet_length(r.patient_id) || ':' || r.patient_id, '-') || ','
    || coalesce(octet_length(r.user_id) || ':' || r.user_id, '-') || ',' || coalesce(octet_length(r.user_name) || ':' || r.user_name, '-') || ',' || coalesce(octet_length(r.user_ref) || ':' || r.user_ref, '-') || ','
    || coalesce(octet_length(r.role) || ':' || r.role, '-') || ',' || coalesce(octet_length(r.remote_address) || ':' || r.remote_address, '-') || ',' || coalesce(octet_length(r.request_id) || ':' || r.request_id, '-') || ','
    || listed || coalesce(octet_length(r.query) || ':' || r.query, '-') || ',', 'UTF8'));
END $$;

-- Adds records at the end, in one transaction with whatever calls it. One writer at a time, whichever process it is in:
-- each statement below sees what the writer before has committed.
CREATE FUNCTION audit_append(records JSON) RETURNS TABLE (first_seq BIGINT, last_seq BIGINT, last_hash BYTEA)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  item JSON;
  r audit_event;
BEGIN
  PERFORM pg_advisory_xact_lock(72707370);
  IF current_setting('synchronous_commit') IN ('off', 'local') THEN PERFORM set_config('synchronous_commit', 'on', true); END IF;
  SELECT e.seq, e.hash INTO last_seq, last_hash FROM audit_event e ORDER BY e.seq DESC LIMIT 1;
  last_seq := coalesce(last_seq, 0);
  last_hash := coalesce(last_hash, decode(repeat('00', 32), 'hex'));
  first_seq := last_seq + 1;
  FOR item IN SELECT value FROM json_array_elements(records) LOOP
    last_seq := last_seq + 1;
    r.seq := last_seq; r.previous_hash := last_hash; r.recorded_at := (item->>'recordedAt')::timestamptz AT TIME ZONE 'UTC';
    r.kind := item->>'kind'; r.action := item->>'action'; r.operation := item->>'operation'; r.feature := item->>'feature';
    r.outcome := item->>'outcome'; r.reason := item->>'reason'; r.purpose := item->>'purpose'; r.basis := item->>'basis'; r.emergency := item->>'emergency';
    r.patient_id := item->>'patientId'; r.user_id := item->>'userId'; r.user_name := item->>'userName'; r.user_ref := item->>'userRef'; r.role := item->>'role';
    r.remote_address := item->>'remoteAddress'; r.request_id := item->>'requestId';
    r.resources := ARRAY(SELECT json_array_elements_text(item->'resources')); r.query := item->>'query';
    last_hash := audit_hash(r);
    r.hash := last_hash;
    INSERT INTO audit_event SELECT r.*;
  END LOOP;
  RETURN NEXT;
END $$;

-- Keeps a signed checkpoint unless another process was first (answers false). Of a record that is not there, none is kept.
CREATE FUNCTION audit_checkpoint_append(c_number BIGINT, c_seq BIGINT, c_hash BYTEA, c_count BIGINT, c_signed_at TIMESTAMPTZ, c_key_id TEXT, c_previous BYTEA, c_signature BYTEA) RETURNS BOOLEAN
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM audit_event e WHERE e.seq = c_seq AND e.hash = c_hash) THEN RAISE EXCEPTION 'audit_checkpoint: there is no record % with this hash', c_seq; END IF;
  INSERT INTO audit_checkpoint VALUES (c_number, c_seq, c_hash, c_count, c_signed_at AT TIME ZONE 'UTC', c_key_id, c_previous, c_signature) ON CONFLICT DO NOTHING;
  RETURN FOUND;
END $$;

-- Records of before the chain, in the order they were written. Their FHIR event held the columns once more, and the query.
DO $$
DECLARE
  old RECORD;
  r audit_event;
  place BIGINT := 0;
  previous BYTEA := decode(repeat('00', 32), 'hex');
BEGIN
  FOR old IN SELECT * FROM audit_event_unchained ORDER BY id LOOP
    place := place + 1;
    r.seq := place; r.previous_hash := previous; r.recorded_at := old.recorded_at;
    r.kind := CASE
      WHEN old.operation = 'session.sign-in' THEN CASE old.outcome WHEN 'success' THEN 'sign-in' ELSE 'sign-in-failed' END
      WHEN old.operation IN ('session.sign-out', 'session.back-channel-logout') THEN 'sign-out'
      WHEN old.outcome = 'denied' THEN 'denial'
      WHEN old.operation IN ('documents.download', 'dicom-web.export') THEN 'export'
      ELSE CASE old.action WHEN 'C' THEN 'create' WHEN 'R' THEN 'read' WHEN 'U' THEN 'update' WHEN 'D' THEN 'delete' ELSE 'search' END END;
    r.action := old.action; r.operation := old.operation; r.feature := old.feature; r.outcome := old.outcome; r.reason := old.reason;
    r.patient_id := old.patient_id; r.user_id := old.user_id; r.user_name := old.user_name; r.role := old.role;
    r.remote_address := old.remote_address; r.request_id := old.request_id; r.resources := coalesce(old.resources, '{}');
    r.query := (SELECT convert_from(decode(e->>'query', 'base64'), 'UTF8') FROM jsonb_array_elements(old.event->'entity') AS e WHERE e ? 'query' LIMIT 1);
    r.hash := audit_hash(r);
    previous := r.hash;
    INSERT INTO audit_event SELECT r.*;
  END LOOP;
END $$;
DROP TABLE "audit_event_unchained";

CREATE INDEX "audit_event_recorded_at_seq_idx" ON "audit_event" ("recorded_at", "seq");
CREATE INDEX "audit_event_patient_id_recorded_at_seq_idx" ON "audit_event" ("patient_id", "recorded_at", "seq");
CREATE INDEX "audit_event_user_id_recorded_at_seq_idx" ON "audit_event" ("user_id", "recorded_at", "seq");
CREATE INDEX "audit_event_kind_recorded_at_seq_idx" ON "audit_event" ("kind", "recorded_at", "seq");
CREATE INDEX "audit_event_feature_recorded_at_seq_idx" ON "audit_event" ("feature", "recorded_at", "seq");
CREATE INDEX "audit_event_request_id_idx" ON "audit_event" ("request_id");
-- Rare ones among many: what was refused or failed, and what was done in an emergency.
CREATE INDEX "audit_event_unsuccessful_idx" ON "audit_event" ("outcome", "recorded_at", "seq") WHERE "outcome" <> 'success';
CREATE INDEX "audit_event_emergency_idx" ON "audit_event" ("recorded_at", "seq") WHERE "kind" = 'emergency' OR "emergency" IS NOT NULL;
-- Patients who were among the results of a search.
CREATE INDEX "audit_event_listed_idx" ON "audit_event" USING GIN ("resources") WHERE "patient_id" IS NULL;

CREATE FUNCTION audit_refuse() RETURNS TRIGGER LANGUAGE plpgsql
AS $$ BEGIN RAISE EXCEPTION '%: the audit trail is only ever added to, % is refused', TG_TABLE_NAME, TG_OP; END $$;
CREATE TRIGGER "audit_event_append_only" BEFORE UPDATE OR DELETE OR TRUNCATE ON "audit_event" FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse();
CREATE TRIGGER "audit_checkpoint_append_only" BEFORE UPDATE OR DELETE OR TRUNCATE ON "audit_checkpoint" FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse();

REVOKE ALL ON FUNCTION audit_append(JSON) FROM PUBLIC;
REVOKE ALL ON FUNCTION audit_checkpoint_append(BIGINT, BIGINT, BYTEA, BIGINT, TIMESTAMPTZ, TEXT, BYTEA, BYTEA) FROM PUBLIC;
