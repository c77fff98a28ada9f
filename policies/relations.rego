# How a person is tied to a patient. Sets of who may be what come from the work: a doctor follows beyond the stay, a nurse
# cares while it lasts, a pharmacist follows the prescriptions, a radiologist the orders.
package keneyapp.access

is_practitioner if startswith(input.subject.fhirUser, "Practitioner/")

me contains input.subject.fhirUser if is_practitioner

my_units contains unit if {
	is_practitioner
	some unit in input.subject.units
}

me_or_mine := me | my_units

meets(references, set) if {
	some reference in references
	reference in set
}

# Member of an active care team, or general practitioner.
ties contains "care-team" if {
	input.subject.role in {"doctor", "nurse", "pharmacist", "radiologist"}
	meets(input.patient.careTeam, me)
}

is_named_on_stay if {
	some encounter in input.patient.encounters
	encounter.isCurrent == true
	meets(encounter.participants, me)
}

ties contains "encounter" if {
	input.subject.role in {"doctor", "nurse", "pharmacist"}
	is_named_on_stay
}

# The pharmacy serves every unit: whoever is here now may be about to receive a drug.
ties contains "encounter" if {
	input.subject.role == "pharmacist"
	is_practitioner
	some encounter in input.patient.encounters
	encounter.isCurrent == true
}

ties contains "unit" if {
	input.subject.role in {"doctor", "nurse"}
	some encounter in input.patient.encounters
	encounter.isCurrent == true
	meets(encounter.units, my_units)
}

# Letters, results that come late, complications: 90 days after a stay in their unit, or one they took part in.
ties contains "recent-stay" if {
	input.subject.role == "doctor"
	some encounter in input.patient.encounters
	meets(array.concat(encounter.participants, encounter.units), me_or_mine)
	ended := time.parse_rfc3339_ns(encounter.endedAt)
	ended <= now
	now <= ended + (90 * day)
}

# A visit is prepared in the week before and written up in the week after.
ties contains "appointment" if {
	input.subject.role == "doctor"
	some appointment in input.patient.appointments
	meets(appointment.actors, me_or_mine)
	start := time.parse_rfc3339_ns(appointment.start)
	start >= now - (7 * day)
	start <= now + (7 * day)
}

ties contains "imaging" if {
	input.subject.role == "radiologist"
	some image in input.patient.imaging
	meets(image.performers, me_or_mine)
}

# An order that names nobody is for whoever reads it.
ties contains "imaging" if {
	input.subject.role == "radiologist"
	is_practitioner
	some image in input.patient.imaging
	image.performers == []
}

ties contains "prescription" if {
	input.subject.role == "pharmacist"
	is_practitioner
	input.patient.hasPrescriptions == true
}

ties contains "own" if is_own

is_own if {
	input.subject.role == "patient"
	input.subject.fhirUser == concat("/", ["Patient", input.patient.id])
}

ties contains "delegate" if {
	input.subject.role == "patient"
	is_delegate
}

# Strongest first: the first one that no consent closes carries the decision.
ranking := ["own", "delegate", "care-team", "encounter", "unit", "recent-stay", "appointment", "imaging", "prescription"]

open_ties := [tie |
	some tie in ranking
	tie in ties
	not is_closed(tie)
]

relation := open_ties[0]
