-- The agenda's own tables, in the schema `appointments` (docs/appointments.md). Every statement of the engine names the schema.

-- a constraint over what (text, a number) and when (a range); trusted: who may create in this database may create it
CREATE EXTENSION IF NOT EXISTS btree_gist;

CREATE TABLE resource (
  reference TEXT PRIMARY KEY,
  unit TEXT,
  lanes INTEGER NOT NULL CHECK (lanes BETWEEN 1 AND 50),
  version INTEGER NOT NULL DEFAULT 1
);

CREATE TABLE visit_kind (
  id TEXT PRIMARY KEY,
  minutes INTEGER NOT NULL,
  before INTEGER NOT NULL,
  after INTEGER NOT NULL,
  grid INTEGER NOT NULL,
  places INTEGER NOT NULL,
  version INTEGER NOT NULL DEFAULT 1
);

CREATE TABLE rule (
  id TEXT PRIMARY KEY,
  resource TEXT NOT NULL REFERENCES resource,
  type TEXT NOT NULL CHECK (type IN ('opening', 'extra', 'absence')),
  -- of an opening: local days and times
  weekdays INTEGER[],
  starts TIME,
  ends TIME,
  from_day DATE,
  until_day DATE,
  every_weeks INTEGER,
  on_holidays BOOLEAN,
  kept_days INTEGER,
  kinds TEXT[],
  -- of the others
  during TSTZRANGE,
  version INTEGER NOT NULL DEFAULT 1,
  CHECK ((type = 'opening') = (during IS NULL) AND (type = 'opening') = (starts IS NOT NULL))
);
CREATE INDEX rule_resource ON rule (resource);

-- what was asked with a key, and what was answered
CREATE TABLE request (
  key UUID PRIMARY KEY,
  hash TEXT NOT NULL,
  answer TEXT,
  at TIMESTAMPTZ NOT NULL DEFAULT clock_timestamp()
);

-- a visit of one kind at one time with one set of resources; `kind` is null where it came from elsewhere
CREATE TABLE session (
  id UUID PRIMARY KEY,
  kind TEXT,
  during TSTZRANGE NOT NULL CHECK (NOT isempty(during)),
  places INTEGER NOT NULL
);
-- groups that others can join
CREATE INDEX session_group ON session (kind, lower(during)) WHERE places > 1;

-- what a session takes while it stands; `during` with what is kept free before and after
CREATE TABLE session_resource (
  session UUID NOT NULL REFERENCES session,
  resource TEXT NOT NULL REFERENCES resource,
  place INTEGER NOT NULL,
  lane INTEGER NOT NULL,
  during TSTZRANGE NOT NULL,
  PRIMARY KEY (session, resource)
);
CREATE INDEX session_resource_during ON session_resource USING gist (resource, during);

-- what is taken now: this is what stands between two bookings. Of a session, or of a move until it is decided.
CREATE TABLE occupation (
  resource TEXT NOT NULL REFERENCES resource,
  lane INTEGER NOT NULL CHECK (lane > 0),
  during TSTZRANGE NOT NULL CHECK (NOT isempty(during)),
  session UUID REFERENCES session,
  move UUID,
  CHECK ((session IS NULL) <> (move IS NULL)),
  CONSTRAINT one_at_a_time EXCLUDE USING gist (resource WITH =, lane WITH =, during WITH &&)
);
CREATE INDEX occupation_session ON occupation (session);
CREATE INDEX occupation_move ON occupation (move) WHERE move IS NOT NULL;

CREATE TABLE booking (
  id UUID PRIMARY KEY,
  appointment TEXT NOT NULL,
  patient TEXT,
  state TEXT NOT NULL CHECK (state IN ('held', 'writing', 'booked', 'released')),
  since TIMESTAMPTZ NOT NULL DEFAULT clock_timestamp(),
  expires TIMESTAMPTZ,
  session UUID NOT NULL REFERENCES session,
  -- where it goes, until the move is decided
  next_session UUID REFERENCES session,
  next_is_over BOOLEAN,
  move UUID,
  is_over BOOLEAN NOT NULL,
  CHECK ((state = 'held') = (expires IS NOT NULL)),
  CHECK ((move IS NULL) = (next_session IS NULL) AND (move IS NULL OR state = 'writing'))
);
CREATE UNIQUE INDEX booking_appointment ON booking (appointment) WHERE state <> 'released';
CREATE INDEX booking_session ON booking (session);
CREATE INDEX booking_next_session ON booking (next_session) WHERE next_session IS NOT NULL;
CREATE INDEX booking_move ON booking (move) WHERE move IS NOT NULL;
CREATE INDEX booking_patient ON booking (patient) WHERE state <> 'released';
CREATE INDEX booking_expires ON booking (expires) WHERE state = 'held';
CREATE INDEX booking_writing ON booking (since) WHERE state = 'writing';

-- one place of a session; a booking that is being moved has one in both
CREATE TABLE seat (
  session UUID NOT NULL REFERENCES session,
  seat INTEGER NOT NULL CHECK (seat > 0),
  booking UUID NOT NULL REFERENCES booking,
  PRIMARY KEY (session, seat),
  UNIQUE (booking, session)
);

-- only ever added to
CREATE TABLE history (
  id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  booking UUID NOT NULL REFERENCES booking,
  at TIMESTAMPTZ NOT NULL DEFAULT clock_timestamp(),
  what TEXT NOT NULL,
  during TSTZRANGE NOT NULL,
  resources TEXT[] NOT NULL
);
CREATE INDEX history_booking ON history (booking, id);
CREATE FUNCTION refuse_change() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'history is only ever added to';
END $$;
CREATE TRIGGER history_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON history EXECUTE FUNCTION refuse_change();

-- what came from elsewhere and lies over another, until somebody has looked at it
CREATE TABLE clash (
  id UUID PRIMARY KEY,
  resource TEXT NOT NULL REFERENCES resource,
  one UUID NOT NULL REFERENCES booking,
  other UUID NOT NULL REFERENCES booking,
  since TIMESTAMPTZ NOT NULL DEFAULT clock_timestamp(),
  seen TIMESTAMPTZ
);
CREATE UNIQUE INDEX clash_unseen ON clash (resource, one, other) WHERE seen IS NULL;

CREATE TABLE waiting (
  id UUID PRIMARY KEY,
  patient TEXT NOT NULL,
  kind TEXT NOT NULL REFERENCES visit_kind,
  needs JSONB NOT NULL,
  during TSTZRANGE NOT NULL,
  weekdays INTEGER[],
  starts TEXT NOT NULL,
  ends TEXT NOT NULL,
  urgency INTEGER NOT NULL,
  since TIMESTAMPTZ NOT NULL DEFAULT clock_timestamp(),
  state TEXT NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'offered', 'booked', 'withdrawn', 'over')),
  offer UUID REFERENCES booking,
  -- starts of places that were offered and not taken
  passed TIMESTAMPTZ[] NOT NULL DEFAULT '{}'
);
CREATE INDEX waiting_state ON waiting (state);

-- places that became free and have not been offered to those who wait
CREATE TABLE freed (
  id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  resource TEXT NOT NULL,
  during TSTZRANGE NOT NULL
);

CREATE FUNCTION paris_day(at TIMESTAMPTZ) RETURNS DATE LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT (at AT TIME ZONE 'Europe/Paris')::date
$$;

-- When resources are open within a span, and for which kinds (null: all). Local times become instants day by day; a piece that
-- a clock change leaves nothing of is left out. An opening that is kept is open to all from so many days before.
CREATE FUNCTION openings(of TEXT[], span TSTZRANGE, holidays DATE[])
RETURNS TABLE (resource TEXT, during TSTZRANGE, kinds TEXT[]) LANGUAGE sql STABLE AS $$
  SELECT r.resource, tstzrange(r.begins, r.stops) * span,
    CASE WHEN r.kept_days IS NULL OR r.d - appointments.paris_day(clock_timestamp()) > r.kept_days THEN r.kinds END
  FROM (
    SELECT o.resource, o.kinds, o.kept_days, d.d,
      (d.d + o.starts) AT TIME ZONE 'Europe/Paris' AS begins, (d.d + o.ends) AT TIME ZONE 'Europe/Paris' AS stops
    FROM appointments.rule o
    CROSS JOIN LATERAL (
      SELECT first.f + i AS d
      FROM (SELECT greatest(o.from_day, appointments.paris_day(lower(span))) AS f) first,
        generate_series(0, least(o.until_day, appointments.paris_day(upper(span))) - first.f) i
    ) d
    WHERE o.type = 'opening' AND o.resource = ANY (of)
      AND extract(isodow FROM d.d)::integer = ANY (o.weekdays)
      AND (d.d - date_trunc('week', o.from_day::timestamp)::date) / 7 % o.every_weeks = 0
      AND (o.on_holidays OR d.d <> ALL (holidays))
  ) r
  WHERE r.begins < r.stops AND tstzrange(r.begins, r.stops) && span
  UNION ALL
  SELECT e.resource, e.during * span, e.kinds FROM appointments.rule e
  WHERE e.type = 'extra' AND e.resource = ANY (of) AND e.during && span
$$;

-- A booking as the contract shows it. A hold that has ended is over, whether somebody has noticed or not.
CREATE VIEW booking_view AS
SELECT b.id, b.appointment, b.patient, s.kind, lower(s.during) AS start, upper(s.during) AS "end",
  ARRAY(SELECT r.resource FROM appointments.session_resource r WHERE r.session = s.id ORDER BY r.place) AS resources,
  CASE WHEN b.state = 'held' AND b.expires <= clock_timestamp() THEN 'released' ELSE b.state END AS state,
  b.expires, b.is_over, b.since, b.session, b.next_session, b.move,
  (SELECT count(*)::integer FROM appointments.seat t JOIN appointments.booking o ON o.id = t.booking
    WHERE t.session = s.id AND NOT (o.state = 'held' AND o.expires <= clock_timestamp())) AS taken,
  s.places,
  lower(n.during) AS next_start, upper(n.during) AS next_end,
  CASE WHEN n.id IS NOT NULL THEN
    ARRAY(SELECT r.resource FROM appointments.session_resource r WHERE r.session = n.id ORDER BY r.place) END AS next_resources
FROM appointments.booking b
JOIN appointments.session s ON s.id = b.session
LEFT JOIN appointments.session n ON n.id = b.next_session;
