package keneyapp.access_test

without_patient(role, operation) := ask({
	"subject": {"role": role, "fhirUser": who(role)},
	"operation": operation, "patient": null,
})

# object.union takes null over an object, as it takes any other value
test_without_patient_is_without_patient if object.union(asked, {"patient": null}).patient == null

test_staff_find_patients if {
	every role in ["doctor", "nurse", "pharmacist", "radiologist", "secretary"] {
		allows(without_patient(role, "patients.search"), "role")
		allows(ask({"subject": {"role": role}, "operation": "patients.read"}), "role")
	}
}

test_patients_do_not_find_patients if {
	refuses(without_patient("patient", "patients.search"), ["role"])
	refuses(without_patient("patient", "patients.read"), ["not-own-record"])
	refuses(as_patient({"operation": "patients.read", "patient": {"id": "other"}}), ["not-own-record"])
	refuses(ask({"subject": {"role": "admin"}, "operation": "patients.read"}), ["role"])
}

test_agenda_of_staff if {
	allows(without_patient("doctor", "appointments.list"), "role")
	allows(without_patient("secretary", "appointments.book"), "role")
	allows(ask({"operation": "appointments.read"}), "role")
	allows(ask({"subject": {"role": "secretary"}, "operation": "appointments.book"}), "role")
	refuses(without_patient("doctor", "appointments.book"), ["role"])
}

test_agenda_of_patient if {
	allows(without_patient("patient", "appointments.list"), "role")
	allows(without_patient("patient", "live.read"), "role")
	allows(without_patient("patient", "imaging.read"), "role")
	refuses(without_patient("patient", "results.read"), ["not-own-record"])
	refuses(without_patient("patient", "consents.choose"), ["not-own-record"])
}

test_a_doctor_keeps_orders_at_hand_for_a_service if {
	allows(without_patient("doctor", "orders.save-service-favourite"), "role")
	refuses(without_patient("nurse", "orders.save-service-favourite"), ["role"])
	refuses(without_patient("doctor", "orders.sign"), ["no-relation"])
}

test_lists_without_patient if {
	allows(without_patient("doctor", "drafts.list"), "role")
	allows(without_patient("pharmacist", "emergency.list"), "role")
	allows(without_patient("dpo", "audit.read"), "role")
	allows(without_patient("dpo", "reviews.judge"), "role")
	allows(without_patient("dpo", "live.read"), "role")
	allows(without_patient("admin", "administration.save-settings"), "role")
	allows(without_patient("data-manager", "terminology.read"), "role")
	allows(without_patient("data-manager", "terminology.save-abbreviations"), "role")
	allows(without_patient("data-manager", "terminology.set-service-favourite"), "role")
	refuses(without_patient("doctor", "terminology.save-abbreviations"), ["role"])
	refuses(without_patient("secretary", "summary.read"), ["role"])
}

test_clinical_writing_names_a_patient if {
	every operation in ["vitals.record", "drafts.save", "consents.choose", "emergency.request"] {
		refuses(without_patient("doctor", operation), ["no-relation"])
	}
	refuses(without_patient("secretary", "consents.choose"), ["no-relation"])
}

test_live_of_a_chart if {
	allows(ask({"subject": {"role": "secretary"}, "operation": "live.read"}), "role")
	allows(ask({"operation": "live.read", "patient": with_team}), "care-team")
	refuses(ask({"operation": "live.read"}), ["no-relation"])
	refuses(ask({"subject": {"role": "dpo"}, "operation": "live.read"}), ["no-relation"])
}

test_consents_collected if {
	allows(ask({"subject": {"role": "secretary"}, "operation": "consents.choose"}), "role")
	allows(ask({"operation": "consents.choose", "patient": on_ward}), "unit")
	allows(as_patient({"operation": "consents.choose"}), "own")
	allows(ask({"subject": {"role": "dpo"}, "operation": "consents.read"}), "role")
	refuses(ask({"operation": "consents.choose"}), ["no-relation"])
	refuses(ask({"subject": {"role": "nurse"}, "operation": "consents.read"}), ["no-relation"])
	refuses(ask({"subject": {"role": "dpo"}, "operation": "consents.choose"}), ["role"])
	refuses(as_patient({"operation": "consents.choose", "patient": {"id": "other"}}), ["not-own-record"])
}

test_accesses_seen if {
	allows(ask({"subject": {"role": "dpo"}, "operation": "accesses.read"}), "role")
	allows(as_patient({"operation": "accesses.read"}), "own")
	refuses(as_patient({"operation": "accesses.read", "patient": {"id": "other"}}), ["not-own-record"])
	refuses(ask({"operation": "accesses.read", "patient": with_team}), ["role"])
}

test_drafts_need_what_the_form_needs if {
	allows(ask({"operation": "drafts.save", "patient": on_ward}), "unit")
	refuses(ask({"operation": "drafts.save"}), ["no-relation"])
}

# What is to do for a unit, and in whose place, names nobody; a task of a chart is asked for with its chart.
test_tasks_of_a_unit if {
	every name in {"tasks.list", "tasks.create-in-unit", "tasks.move-in-unit", "tasks.see", "tasks.set-absence"} {
		ask({"subject": {"role": "secretary", "fhirUser": me}, "operation": name, "patient": null}).allow == true
	}
	every name in {"tasks.create", "tasks.move"} {
		refuses(ask({"operation": name, "patient": null}), ["no-relation"])
	}
}

# Somebody new is nobody's patient yet; an identity is corrected in its record, and an objection does not hide who somebody is.
test_identities if {
	every name in {"identities.search", "identities.register", "identities.register-unknown"} {
		every role in {"doctor", "nurse", "secretary"} { allows(without_patient(role, name), "role") }
		refuses(without_patient("pharmacist", name), ["role"])
	}
	every role in {"doctor", "nurse", "secretary"} {
		allows(ask({"subject": {"role": role}, "operation": "identities.register-newborn"}), "role")
	}
	refuses(ask({"subject": {"role": "pharmacist"}, "operation": "identities.register-newborn"}), ["role"])
	allows(without_patient("secretary", "identities.list-open"), "role")
	allows(without_patient("secretary", "identities.tell-apart"), "role")
	refuses(without_patient("nurse", "identities.tell-apart"), ["role"])
	allows(without_patient("secretary", "identities.take-back"), "role")
	refuses(without_patient("nurse", "identities.take-back"), ["role"])
	every name in {"identities.compare-pair", "identities.merge", "identities.undo-merge", "identities.follow-merge"} {
		allows(without_patient("secretary", name), "role")
		every role in {"nurse", "doctor", "patient", "admin"} { refuses(without_patient(role, name), ["role"]) }
	}
	every name in {"identities.read", "identities.correct", "identities.undo-correction", "identities.redo-bracelet"} {
		allows(ask({"subject": {"role": "secretary"}, "operation": name}), "role")
		allows(ask({"subject": {"role": "nurse"}, "operation": name, "patient": on_ward}), "unit")
		refuses(ask({"subject": {"role": "nurse"}, "operation": name}), ["no-relation"])
		refuses(ask({"operation": name}), ["role"])
	}
}

# Copies of identity papers: whoever registers adds one, who looks after identities reads them, and so does the patient; no
# clinician does, whatever ties them to the patient, and nobody who acts for the patient.
test_identity_papers if {
	every role in {"doctor", "nurse", "secretary"} {
		allows(ask({"subject": {"role": role}, "operation": "identities.add-paper"}), "role")
	}
	every name in {"identities.read-papers", "identities.mark-paper-entered-in-error", "identities.restore-paper"} {
		allows(ask({"subject": {"role": "secretary"}, "operation": name}), "role")
		every role in {"doctor", "nurse", "pharmacist", "radiologist"} {
			refuses(ask({"subject": {"role": role}, "operation": name, "patient": with_team}), ["role"])
		}
		every role in {"dpo", "admin", "data-manager"} { refuses(ask({"subject": {"role": role}, "operation": name}), ["role"]) }
	}
	every role in {"pharmacist", "radiologist", "patient"} {
		refuses(ask({"subject": {"role": role, "fhirUser": "Patient/p"}, "operation": "identities.add-paper"}), ["role"])
	}
	own := {"subject": {"role": "patient", "fhirUser": "Patient/p"}, "operation": "identities.read-papers"}
	allows(ask(own), "own")
	refuses(ask(object.union(own, {"subject": {"role": "patient", "fhirUser": "Patient/other"}})), ["not-own-record"])
	refuses(as_relative({"operation": "identities.read-papers", "patient": delegation("RelatedPerson/r")}), ["not-own-record"])
}
