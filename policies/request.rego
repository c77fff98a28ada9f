# What a request must look like. Facts are needed whole: a consent that cannot be read could be a refusal.
package keneyapp.access

well_formed if {
	now
	is_string(input.operation)
	is_subject(input.subject)
	is_patient(input.patient)
	is_grant(input.grant)
	is_written(input.written)
}

now := time.parse_rfc3339_ns(input.now)

day := ((24 * 60) * 60) * 1000000000

# So many days before now and after it, both included. What is no instant is in no span.
is_within(at, before, after) if {
	instant := time.parse_rfc3339_ns(at)
	instant >= now - (before * day)
	instant <= now + (after * day)
}

# What a hospital may set otherwise: days without any sign of a stay, and days it may last at all.
unseen_days := input.bounds.stayUnseenDays if {
	is_number(input.bounds.stayUnseenDays)
} else := 90

longest_days := input.bounds.stayLongestDays if {
	is_number(input.bounds.stayLongestDays)
} else := 365

is_subject(subject) if {
	is_string(subject.role)
	is_text_or_null(subject.fhirUser)
	is_texts(subject.units)
	is_boolean(subject.emergencySuspended)
}

is_patient(null)

is_patient(patient) if {
	is_string(patient.id)
	patient.id != ""
	is_texts(patient.careTeam)
	is_array(patient.encounters)
	is_array(patient.appointments)
	is_array(patient.imaging)
	is_array(patient.prescriptions)
	is_array(patient.consents)
	every consent in patient.consents { is_consent(consent) }
}

is_consent(consent) if {
	consent.kind in {"care", "sharing", "research", "portal", "objection", "delegation"}
	consent.decision in {"permit", "deny"}
	is_texts(consent.actors)
	is_text_or_null(consent.from)
	is_text_or_null(consent.until)
}

is_grant(null)

is_grant(grant) if {
	is_string(grant.patientId)
	is_string(grant.expiresAt)
}

# The state of what is written over. Whatever the operation asks of it is known, or nothing is.
is_written(null)

is_written(state) if {
	state.author in {null, "self", "other", "unknown"}
	is_text_or_null(state.status)
	state.computed in {null, true, false}
	state.signed in {null, true, false}
	every part in object.get(operation, "state", []) { state[part] != null }
}

is_texts(list) if {
	is_array(list)
	every text in list { is_string(text) }
}

is_text_or_null(null)

is_text_or_null(text) if is_string(text)
