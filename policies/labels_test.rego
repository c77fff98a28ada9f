package keneyapp.access_test

hides(decision, label) if label in decision.obligations.hideLabels

hides_all(decision) if {
	every label in ["R", "V", "HIV", "PSY", "SDV", "SEX", "ETH", "SUD", "STD", "TBOO", "ADOL"] { hides(decision, label) }
}

hides_nothing(decision) if {
	decision.allow == true
	decision.obligations.hideLabels == []
}

hides_only_v(decision) if {
	decision.allow == true
	decision.obligations.hideLabels == ["V"]
}

test_who_cares_in_person_sees_everything if {
	every role in ["doctor", "nurse", "pharmacist", "radiologist"] { hides_nothing(ask_about(role, with_team)) }
	hides_nothing(ask({"patient": named}))
}

test_very_restricted_hidden_beyond if {
	every facts in [on_ward, recent, visit] { hides_only_v(ask({"patient": facts})) }
	hides_only_v(ask_about("pharmacist", named))
	hides_only_v(ask_about("pharmacist", prescribed))
	hides_only_v(ask_about("radiologist", image))
}

test_sensitive_hidden_from_the_ward if {
	hides_all(ask_about("nurse", on_ward))
	hides_all(ask_about("nurse", named))
	not hides(ask_about("nurse", on_ward), "N")
}

test_what_is_given_is_seen_on_the_ward if {
	hides_only_v(ask({"subject": {"role": "nurse"}, "operation": "medications.read", "patient": on_ward}))
	hides_only_v(ask({"subject": {"role": "nurse"}, "operation": "medications.read", "patient": named}))
	hides_nothing(ask({"subject": {"role": "nurse"}, "operation": "allergies.read", "patient": on_ward}))
	hides_all(ask({"subject": {"role": "nurse"}, "operation": "problems.read", "patient": on_ward}))
}

test_allergies_are_hidden_from_no_clinician if {
	hides_nothing(ask({"operation": "allergies.read", "patient": on_ward}))
	hides_nothing(ask({"subject": {"role": "pharmacist"}, "operation": "allergies.read", "patient": prescribed}))
	hides_nothing(ask({"subject": {"role": "radiologist"}, "operation": "allergies.read", "patient": image}))
	hides_all(as_relative({"operation": "allergies.read", "patient": delegation("RelatedPerson/r")}))
}

test_pharmacist_judges_whole_prescription if {
	hides_nothing(ask({"subject": {"role": "pharmacist"}, "operation": "medications.read", "patient": prescribed}))
	hides_only_v(ask({"operation": "medications.read", "patient": on_ward}))
	hides_only_v(ask({"subject": {"role": "radiologist"}, "operation": "medications.read", "patient": image}))
}

test_emergency_hides_nothing if {
	hides_nothing(with_grant({"subject": {"role": "nurse"}}))
	hides_nothing(with_grant({"subject": {"role": "nurse"}, "patient": on_ward}))
	allows(with_grant({"subject": {"role": "nurse"}, "patient": on_ward}), "emergency")
}

# Nobody has to review an access that the care team had anyway.
test_tie_that_hides_nothing_goes_before_emergency if {
	allows(with_grant({"subject": {"role": "nurse"}, "patient": with_team}), "care-team")
	allows(with_grant({"subject": {"role": "nurse"}, "operation": "allergies.read", "patient": on_ward}), "unit")
}

test_patient_sees_what_was_released if {
	hides_nothing(as_patient({}))
	as_patient({}).obligations.releasedOnly == true
	as_relative({"patient": delegation("RelatedPerson/r")}).obligations.releasedOnly == true
	ask({"patient": with_team}).obligations.releasedOnly == false
	with_grant({}).obligations.releasedOnly == false
}

test_delegate_does_not_see_what_is_sensitive if {
	hides_all(as_relative({"patient": delegation("RelatedPerson/r")}))
	not hides(as_patient({}), "ADOL")
}

test_identity_and_agenda_are_whole if {
	hides_nothing(ask({"operation": "patients.read"}))
	hides_nothing(ask({"subject": {"role": "secretary"}, "operation": "appointments.read"}))
}
