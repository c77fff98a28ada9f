-- As before, and one column more: bookings are asked for by patient and by Appointment with it, because the indexes that answer
-- are of those that are not released as the row says it. A hold that has ended is among them until somebody has noticed.
CREATE OR REPLACE VIEW booking_view AS
SELECT b.id, b.appointment, b.patient, s.kind, lower(s.during) AS start, upper(s.during) AS "end",
  ARRAY(SELECT r.resource FROM appointments.session_resource r WHERE r.session = s.id ORDER BY r.place) AS resources,
  CASE WHEN b.state = 'held' AND b.expires <= clock_timestamp() THEN 'released' ELSE b.state END AS state,
  b.expires, b.is_over, b.since, b.session, b.next_session, b.move,
  (SELECT count(*)::integer FROM appointments.seat t JOIN appointments.booking o ON o.id = t.booking
    WHERE t.session = s.id AND NOT (o.state = 'held' AND o.expires <= clock_timestamp())) AS taken,
  s.places,
  lower(n.during) AS next_start, upper(n.during) AS next_end,
  CASE WHEN n.id IS NOT NULL THEN
    ARRAY(SELECT r.resource FROM appointments.session_resource r WHERE r.session = n.id ORDER BY r.place) END AS next_resources,
  b.state <> 'released' AS is_standing
FROM appointments.booking b
JOIN appointments.session s ON s.id = b.session
LEFT JOIN appointments.session n ON n.id = b.next_session;
