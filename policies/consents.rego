# What the patient agreed to or refused. The caller hands over the latest word of each kind; should both stand, refusal wins.
package keneyapp.access

# A refusal whose dates cannot be read stands; a permission whose dates cannot be read does not.
is_standing_refusal(consent) if {
	consent.decision == "deny"
	not begins_later(consent)
	not is_over(consent)
}

begins_later(consent) if time.parse_rfc3339_ns(consent.from) > now

is_over(consent) if time.parse_rfc3339_ns(consent.until) <= now

is_standing_permission(consent) if {
	consent.decision == "permit"
	has_begun(consent.from)
	goes_on(consent.until)
}

has_begun(null)

has_begun(from) if time.parse_rfc3339_ns(from) <= now

goes_on(null)

goes_on(until) if time.parse_rfc3339_ns(until) > now

refused contains consent.kind if {
	some consent in input.patient.consents
	is_standing_refusal(consent)
}

# An objection keeps out the people it names, and those of a service or place it names, whatever ties them to the patient, an
# emergency included. Patients cannot be kept out of their own chart that way.
is_objected if {
	some consent in input.patient.consents
	consent.kind == "objection"
	input.subject.fhirUser in consent.actors
	is_standing_refusal(consent)
	not is_own
}

is_objected if {
	some consent in input.patient.consents
	consent.kind == "objection"
	is_standing_refusal(consent)
	meets(consent.actors, my_units)
}

is_delegate if {
	some consent in input.patient.consents
	consent.kind == "delegation"
	input.subject.fhirUser in consent.actors
	is_standing_permission(consent)
	not is_delegation_withdrawn
}

# A withdrawal that names nobody withdraws them all.
is_delegation_withdrawn if {
	some consent in input.patient.consents
	consent.kind == "delegation"
	is_standing_refusal(consent)
	withdraws(consent.actors)
}

withdraws([])

withdraws(actors) if input.subject.fhirUser in actors

is_closed(_) if is_objected

is_closed(tie) if closed_by_sharing(tie)

is_closed(tie) if closed_by_care(tie)

is_closed(tie) if closed_by_portal(tie)

# Who acts for a patient writes nothing, and so agrees to nothing in the patient's name.
is_closed("delegate") if writes

# Somebody's passport is no part of what is done in their stead.
is_closed("delegate") if input.operation == "identities.read-papers"

closed_by_sharing(tie) if {
	"sharing" in refused
	tie in {"recent-stay", "appointment", "imaging", "prescription"}
}

# Refusing `care` leaves those who care in person: the care team and who is named on the stay.
closed_by_care(tie) if {
	"care" in refused
	tie in {"unit", "recent-stay", "appointment", "imaging", "prescription"}
}

closed_by_care("encounter") if {
	"care" in refused
	not is_named_on_stay
}

closed_by_portal(tie) if {
	"portal" in refused
	tie in {"own", "delegate"}
}
