-- What happened, one row after the other, for consumers that each read with a cursor (docs/adr/0018). Ids, no clinical content.
-- A schema of its own: what is appended here is not updated. Prisma does not know it; src/events reads and writes it.
CREATE SCHEMA "events";

CREATE TABLE "events"."domain_event" (
    "seq" BIGINT GENERATED ALWAYS AS IDENTITY,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),
    "type" TEXT NOT NULL,
    "version" SMALLINT NOT NULL,
    "topic" TEXT NOT NULL,
    "topic_id" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "intent_id" UUID,
    "body" JSONB NOT NULL,

    CONSTRAINT "domain_event_pkey" PRIMARY KEY ("seq")
);
-- The same thing is told once to those who follow the same: our own write, and what the FHIR server says of it later.
CREATE UNIQUE INDEX "domain_event_key_key" ON "events"."domain_event"("key", "topic", "topic_id");
CREATE INDEX "domain_event_topic_idx" ON "events"."domain_event"("topic", "topic_id", "seq");
CREATE INDEX "domain_event_at_idx" ON "events"."domain_event"("at");

-- How far each consumer has come.
CREATE TABLE "events"."event_cursor" (
    "consumer" TEXT NOT NULL,
    "seq" BIGINT NOT NULL,
    "moved_at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),

    CONSTRAINT "event_cursor_pkey" PRIMARY KEY ("consumer")
);

-- From when on the FHIR server is asked what others changed, by its own clock.
CREATE TABLE "events"."feed_mark" (
    "resource_type" TEXT NOT NULL,
    "since" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "feed_mark_pkey" PRIMARY KEY ("resource_type")
);

CREATE FUNCTION "events"."refuse"() RETURNS TRIGGER LANGUAGE plpgsql
AS $$ BEGIN RAISE EXCEPTION 'events are only ever added, % is refused', TG_OP; END $$;
CREATE TRIGGER "domain_event_append_only" BEFORE UPDATE OR TRUNCATE ON "events"."domain_event"
    FOR EACH STATEMENT EXECUTE FUNCTION "events"."refuse"();

-- Appends what is new and answers its numbers. One transaction at a time has the turn until it ends, so that numbers become
-- visible in their order and a reader that has seen one has seen all before it. To be called last.
CREATE FUNCTION "events"."append"(given JSON) RETURNS BIGINT[] LANGUAGE plpgsql AS $$
DECLARE
  added BIGINT[];
BEGIN
  IF coalesce(json_array_length(given), 0) = 0 THEN RETURN '{}'; END IF;
  PERFORM pg_advisory_xact_lock(7823946120341);
  WITH fresh AS (
    INSERT INTO events.domain_event (type, version, topic, topic_id, key, intent_id, body)
    SELECT e.type, e.version, e.topic, e.topic_id, e.key, e.intent_id, e.body
    FROM ROWS FROM (json_to_recordset(given) AS
      (type TEXT, version SMALLINT, topic TEXT, topic_id TEXT, key TEXT, intent_id UUID, body JSONB)) WITH ORDINALITY
      AS e(type, version, topic, topic_id, key, intent_id, body, place)
    ORDER BY e.place
    ON CONFLICT DO NOTHING RETURNING seq
  )
  SELECT coalesce(array_agg(seq ORDER BY seq), '{}') INTO added FROM fresh;
  IF cardinality(added) > 0 THEN PERFORM pg_notify('domain_event', ''); END IF;
  RETURN added;
END $$;

-- Takes out what is older than 90 days and was read by every consumer. By the clock of the database, as the owner: the
-- application may not delete by itself.
CREATE FUNCTION "events"."sweep"() RETURNS BIGINT LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  gone BIGINT;
BEGIN
  DELETE FROM events.domain_event WHERE at < clock_timestamp() - interval '90 days'
    AND seq <= coalesce((SELECT min(seq) FROM events.event_cursor), 9223372036854775807);
  GET DIAGNOSTICS gone = ROW_COUNT;
  RETURN gone;
END $$;
REVOKE ALL ON FUNCTION "events"."sweep"() FROM PUBLIC;
