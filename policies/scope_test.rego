package keneyapp.access_test

without_patient(role, feature, action) := ask({
	"subject": {"role": role, "fhirUser": who(role)},
	"feature": feature, "action": action, "patient": null,
})

# object.union takes null over an object, as it takes any other value
test_without_patient_is_without_patient if object.union(asked, {"patient": null}).patient == null

test_staff_find_patients if {
	every role in ["doctor", "nurse", "pharmacist", "radiologist", "secretary"] {
		allows(without_patient(role, "patients", "read"), "role")
		allows(ask({"subject": {"role": role}, "feature": "patients"}), "role")
	}
}

test_patients_do_not_find_patients if {
	refuses(without_patient("patient", "patients", "read"), ["not-own-record"])
	refuses(as_patient({"feature": "patients", "patient": {"id": "other"}}), ["not-own-record"])
	refuses(ask({"subject": {"role": "admin"}, "feature": "patients"}), ["role"])
}

test_agenda_of_staff if {
	allows(without_patient("doctor", "appointments", "read"), "role")
	allows(without_patient("secretary", "appointments", "write"), "role")
	allows(ask({"feature": "appointments"}), "role")
	allows(ask({"subject": {"role": "secretary"}, "feature": "appointments", "action": "write"}), "role")
	refuses(without_patient("doctor", "appointments", "write"), ["role"])
}

test_agenda_of_patient if {
	allows(without_patient("patient", "appointments", "read"), "role")
	allows(without_patient("patient", "live", "read"), "role")
	allows(without_patient("patient", "imaging", "read"), "role")
	refuses(without_patient("patient", "results", "read"), ["not-own-record"])
	refuses(without_patient("patient", "consents", "write"), ["not-own-record"])
}

test_lists_without_patient if {
	allows(without_patient("doctor", "drafts", "read"), "role")
	allows(without_patient("pharmacist", "emergency", "read"), "role")
	allows(without_patient("dpo", "audit", "read"), "role")
	allows(without_patient("dpo", "reviews", "write"), "role")
	allows(without_patient("dpo", "live", "read"), "role")
	allows(without_patient("admin", "administration", "write"), "role")
	refuses(without_patient("secretary", "summary", "read"), ["role"])
}

test_clinical_writing_names_a_patient if {
	every feature in ["vitals", "drafts", "consents", "emergency"] {
		refuses(without_patient("doctor", feature, "write"), ["no-relation"])
	}
	refuses(without_patient("secretary", "consents", "write"), ["no-relation"])
}

test_live_of_a_chart if {
	allows(ask({"subject": {"role": "secretary"}, "feature": "live"}), "role")
	allows(ask({"feature": "live", "patient": with_team}), "care-team")
	refuses(ask({"feature": "live"}), ["no-relation"])
	refuses(ask({"subject": {"role": "dpo"}, "feature": "live"}), ["no-relation"])
}

test_consents_collected if {
	allows(ask({"subject": {"role": "secretary"}, "feature": "consents", "action": "write"}), "role")
	allows(ask({"feature": "consents", "action": "write", "patient": on_ward}), "unit")
	allows(as_patient({"feature": "consents", "action": "write"}), "own")
	allows(ask({"subject": {"role": "dpo"}, "feature": "consents"}), "role")
	refuses(ask({"feature": "consents", "action": "write"}), ["no-relation"])
	refuses(ask({"subject": {"role": "nurse"}, "feature": "consents"}), ["no-relation"])
	refuses(ask({"subject": {"role": "dpo"}, "feature": "consents", "action": "write"}), ["role"])
	refuses(as_patient({"feature": "consents", "action": "write", "patient": {"id": "other"}}), ["not-own-record"])
}

test_accesses_seen if {
	allows(ask({"subject": {"role": "dpo"}, "feature": "accesses"}), "role")
	allows(as_patient({"feature": "accesses"}), "own")
	refuses(as_patient({"feature": "accesses", "patient": {"id": "other"}}), ["not-own-record"])
	refuses(ask({"feature": "accesses", "patient": with_team}), ["role"])
}

test_drafts_need_what_the_form_needs if {
	allows(ask({"feature": "drafts", "action": "write", "patient": on_ward}), "unit")
	refuses(ask({"feature": "drafts", "action": "write"}), ["no-relation"])
}
