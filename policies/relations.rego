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

# Stays that tie: those that go on, and those about to begin.
is_open(stay) if is_here(stay)

is_open(stay) if is_expected(stay)

# A stay nobody has heard of for long was left open by mistake; one that never ends does not tie for ever either.
is_here(stay) if {
	stay.isCurrent == true
	is_within(stay.seenAt, unseen_days, 1)
	began_lately(stay.startsAt)
}

began_lately(null)

began_lately(start) if is_within(start, longest_days, 1)

# Prepared in the week before; two days after, a stay that has not begun is not going to.
is_expected(stay) if {
	stay.isPlanned == true
	is_within(stay.startsAt, 2, 7)
}

is_named_on_stay if {
	some encounter in input.patient.encounters
	is_open(encounter)
	meets(encounter.participants, me)
}

ties contains "encounter" if {
	input.subject.role in {"doctor", "nurse", "pharmacist"}
	is_named_on_stay
}

is_in_house if {
	some encounter in input.patient.encounters
	is_here(encounter)
}

# The pharmacy serves every unit: whoever is here now may be about to receive a drug.
ties contains "encounter" if {
	input.subject.role == "pharmacist"
	is_practitioner
	is_in_house
}

ties contains "unit" if {
	input.subject.role in {"doctor", "nurse"}
	some encounter in input.patient.encounters
	is_open(encounter)
	meets(encounter.units, my_units)
}

# Letters, results that come late, complications: 90 days after a stay in their unit, or one they took part in.
ties contains "recent-stay" if {
	input.subject.role == "doctor"
	some encounter in input.patient.encounters
	meets(array.concat(encounter.participants, encounter.units), me_or_mine)
	is_within(encounter.endedAt, 90, 0)
}

# A visit is prepared in the week before and written up in the week after.
ties contains "appointment" if {
	input.subject.role == "doctor"
	some appointment in input.patient.appointments
	meets(appointment.actors, me_or_mine)
	is_within(appointment.start, 7, 7)
}

# Orders and images are looked after for half a year.
ties contains "imaging" if {
	input.subject.role == "radiologist"
	some image in input.patient.imaging
	meets(image.performers, me_or_mine)
	is_within(image.at, 180, 1)
}

# An order that names nobody is for whoever reads it, while the patient is here. By itself it opens nothing.
ties contains "imaging" if {
	input.subject.role == "radiologist"
	is_practitioner
	is_in_house
	some image in input.patient.imaging
	image.performers == []
	is_within(image.at, 180, 1)
}

# A prescription is good for a year (Code de la santé publique, R5132-22). One that names no pharmacy opens nothing by itself:
# whoever is here is served anyway.
ties contains "prescription" if {
	input.subject.role == "pharmacist"
	some prescription in input.patient.prescriptions
	meets(prescription.performers, me_or_mine)
	is_within(prescription.at, 365, 1)
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
