package keneyapp.access_test

for_chart := ["doctor", "nurse", "pharmacist", "radiologist"]

test_care_team if {
	every role in for_chart { allows(ask_about(role, with_team), "care-team") }
	every role in for_chart { refuses(ask_about(role, {"careTeam": ["Practitioner/other"]}), ["no-relation"]) }
}

# Only a practitioner belongs to a care team, whatever the account says.
test_care_team_of_practitioners_only if {
	every person in ["Patient/me", "RelatedPerson/me", "", null, "me"] {
		refuses(ask({"subject": {"fhirUser": person}, "patient": {"careTeam": [person | is_string(person)]}}), ["no-relation"])
	}
}

test_named_on_stay if {
	every role in ["doctor", "nurse", "pharmacist"] { allows(ask_about(role, named), "encounter") }
	refuses(ask_about("doctor", {"encounters": [stay({"participants": ["Practitioner/other"]})]}), ["no-relation"])
	refuses(ask_about("nurse", {"encounters": [stay({"isCurrent": false, "participants": [me]})]}), ["no-relation"])
	refuses(ask_about("radiologist", named), ["no-relation"])
}

test_pharmacy_serves_every_stay if {
	elsewhere := {"encounters": [stay({"units": ["Organization/other"]})]}
	allows(ask_about("pharmacist", elsewhere), "encounter")
	refuses(ask_about("pharmacist", recent), ["no-relation"])
	refuses(ask_about("doctor", elsewhere), ["no-relation"])
	refuses(ask({"subject": {"role": "pharmacist", "fhirUser": null}, "patient": elsewhere}), ["no-relation"])
}

test_unit if {
	every role in ["doctor", "nurse"] { allows(ask_about(role, on_ward), "unit") }
	allows(ask({"subject": {"units": ["Organization/other", "Location/3"]}, "patient": {"encounters": [stay({"units": ["Location/3"]})]}}), "unit")
	refuses(ask({"subject": {"units": []}, "patient": on_ward}), ["no-relation"])
	refuses(ask({"subject": {"units": ["Organization/other"]}, "patient": on_ward}), ["no-relation"])
	refuses(ask({"subject": {"fhirUser": null}, "patient": on_ward}), ["no-relation"])
	refuses(ask_about("radiologist", on_ward), ["no-relation"])
}

ended(at, more) := {"encounters": [stay(object.union({"isCurrent": false, "endedAt": at, "units": ["Organization/ward"]}, more))]}

test_recent_stay if {
	allows(ask({"patient": recent}), "recent-stay")
	allows(ask({"patient": ended("2026-03-12T12:00:00Z", {})}), "recent-stay")
	allows(ask({"patient": ended("2026-06-01T08:00:00Z", {"units": [], "participants": [me]})}), "recent-stay")
	allows(ask({"patient": ended("2026-06-10T12:00:00Z", {})}), "recent-stay")
	refuses(ask({"patient": ended("2026-03-12T11:59:59Z", {})}), ["no-relation"])
	refuses(ask({"patient": ended("2026-06-10T12:00:01Z", {})}), ["no-relation"])
	refuses(ask({"patient": ended(null, {})}), ["no-relation"])
	refuses(ask({"patient": ended("recently", {})}), ["no-relation"])
	refuses(ask({"patient": ended("2026-06-01T08:00:00Z", {"units": ["Organization/other"]})}), ["no-relation"])
	refuses(ask_about("nurse", recent), ["no-relation"])
	refuses(ask_about("pharmacist", recent), ["no-relation"])
}

meeting(start, actors) := {"appointments": [{"start": start, "actors": actors}]}

test_appointment if {
	allows(ask({"patient": visit}), "appointment")
	allows(ask({"patient": meeting("2026-06-12T08:00:00Z", ["Organization/ward"])}), "appointment")
	allows(ask({"patient": meeting("2026-06-17T12:00:00Z", [me])}), "appointment")
	allows(ask({"patient": meeting("2026-06-03T12:00:00Z", [me])}), "appointment")
	refuses(ask({"patient": meeting("2026-06-17T12:00:01Z", [me])}), ["no-relation"])
	refuses(ask({"patient": meeting("2026-06-03T11:59:59Z", [me])}), ["no-relation"])
	refuses(ask({"patient": meeting("2026-06-12T08:00:00Z", ["Practitioner/other"])}), ["no-relation"])
	refuses(ask_about("nurse", visit), ["no-relation"])
}

left_open(more) := ask({"patient": {"encounters": [stay(object.union({"units": ["Organization/ward"]}, more))]}})

# A stay ties while it lasts, and not for ever: by its start, its last sign, or both.
test_stay_left_open if {
	allows(left_open({"seenAt": "2026-03-12T12:00:00Z"}), "unit")
	refuses(left_open({"seenAt": "2026-03-12T11:59:59Z"}), ["no-relation"])
	allows(left_open({"startsAt": "2025-06-10T12:00:00Z"}), "unit")
	refuses(left_open({"startsAt": "2025-06-10T11:59:59Z"}), ["no-relation"])
	allows(left_open({"startsAt": null}), "unit")
	refuses(left_open({"seenAt": null}), ["no-relation"])
	refuses(left_open({"seenAt": "2027-01-01T00:00:00Z"}), ["no-relation"])
	refuses(left_open({"startsAt": "2026-06-12T12:00:00Z"}), ["no-relation"])
	refuses(left_open({"startsAt": "long ago"}), ["no-relation"])
}

planned(start) := {"encounters": [stay({
	"isCurrent": false, "isPlanned": true, "startsAt": start, "seenAt": null,
	"units": ["Organization/ward"], "participants": [me],
})]}

test_planned_stay if {
	every start in ["2026-06-17T12:00:00Z", "2026-06-10T12:00:00Z", "2026-06-08T12:00:00Z"] {
		every role in ["doctor", "nurse", "pharmacist"] { allows(ask_about(role, planned(start)), "encounter") }
	}
	every start in ["2026-06-17T12:00:01Z", "2026-06-08T11:59:59Z", "2099-01-01T00:00:00Z", null] {
		every role in ["doctor", "nurse", "pharmacist"] { refuses(ask_about(role, planned(start)), ["no-relation"]) }
	}
}

# The pharmacy serves whoever is here, and who is expected is not.
test_pharmacy_serves_no_planned_stay if {
	elsewhere := {"encounters": [stay({"isCurrent": false, "isPlanned": true, "startsAt": "2026-06-11T12:00:00Z"})]}
	refuses(ask_about("pharmacist", elsewhere), ["no-relation"])
}

test_hospital_sets_bounds if {
	old := {"encounters": [stay({"units": ["Organization/ward"], "startsAt": "2024-06-10T12:00:00Z", "seenAt": "2026-01-10T12:00:00Z"})]}
	refuses(ask({"patient": old}), ["no-relation"])
	allows(ask({"patient": old, "bounds": {"stayUnseenDays": 200, "stayLongestDays": 800}}), "unit")
	refuses(ask({"patient": on_ward, "bounds": {"stayUnseenDays": 0}}), ["no-relation"])
	allows(ask({"patient": on_ward, "bounds": {"stayUnseenDays": "none"}}), "unit")
}

ordered(performers, at) := {"imaging": [{"performers": performers, "at": at}]}

lately := "2026-06-08T08:00:00Z"

test_imaging if {
	allows(ask_about("radiologist", image), "imaging")
	allows(ask_about("radiologist", ordered(["Practitioner/other", "Organization/ward"], lately)), "imaging")
	allows(ask_about("radiologist", ordered([me], "2025-12-12T12:00:00Z")), "imaging")
	refuses(ask_about("radiologist", ordered(["Practitioner/other"], lately)), ["no-relation"])
	refuses(ask_about("radiologist", {}), ["no-relation"])
	refuses(ask_about("doctor", image), ["no-relation"])
	every at in ["2025-12-12T11:59:59Z", "2026-06-12T12:00:00Z", null] {
		refuses(ask_about("radiologist", ordered([me], at)), ["no-relation"])
	}
}

test_order_for_nobody if {
	here := {"encounters": [stay({})]}
	of_nobody := ordered([], lately)
	refuses(ask_about("radiologist", of_nobody), ["no-relation"])
	refuses(ask_about("radiologist", here), ["no-relation"])
	allows(ask_about("radiologist", object.union(of_nobody, here)), "imaging")
	refuses(ask_about("radiologist", object.union(ordered([], "2025-12-12T11:59:59Z"), here)), ["no-relation"])
	refuses(ask_about("radiologist", object.union(of_nobody, planned("2026-06-11T12:00:00Z"))), ["no-relation"])
	refuses(ask({"subject": {"role": "radiologist", "fhirUser": null}, "patient": object.union(of_nobody, here)}), ["no-relation"])
}

prescribed_to(performers, at) := {"prescriptions": [{"performers": performers, "at": at}]}

test_prescription if {
	allows(ask_about("pharmacist", prescribed), "prescription")
	allows(ask_about("pharmacist", prescribed_to(["Organization/ward"], "2025-06-10T12:00:00Z")), "prescription")
	refuses(ask_about("pharmacist", {}), ["no-relation"])
	refuses(ask_about("pharmacist", prescribed_to([], lately)), ["no-relation"])
	refuses(ask_about("pharmacist", prescribed_to(["Organization/other"], lately)), ["no-relation"])
	every at in ["2025-06-10T11:59:59Z", "2026-06-12T12:00:00Z", null] {
		refuses(ask_about("pharmacist", prescribed_to([me], at)), ["no-relation"])
	}
	refuses(ask({"subject": {"role": "pharmacist", "fhirUser": null}, "patient": prescribed}), ["no-relation"])
	refuses(ask_about("doctor", prescribed), ["no-relation"])
}

test_own if {
	allows(as_patient({}), "own")
	every person in ["Practitioner/p", "p", "Patient/P", "Patient/p/_history/1", "Patient/", "", null] {
		refuses(as_patient({"subject": {"fhirUser": person}}), ["not-own-record"])
	}
	refuses(ask({"subject": {"fhirUser": "Patient/p"}}), ["no-relation"])
}

as_relative(changes) := ask(object.union({"subject": {"role": "patient", "fhirUser": "RelatedPerson/r"}}, changes))

test_delegate if {
	allows(as_relative({"patient": delegation("RelatedPerson/r")}), "delegate")
	allows(as_patient({"patient": {"id": "child", "consents": [consent("delegation", "permit", ["Patient/p"])]}}), "delegate")
	refuses(as_relative({}), ["not-own-record"])
	refuses(as_relative({"patient": {"consents": [consent("care", "permit", ["RelatedPerson/r"])]}}), ["not-own-record"])
	refuses(as_relative({"patient": delegation("RelatedPerson/other")}), ["not-own-record"])
	refuses(as_relative({"subject": {"fhirUser": null}, "patient": delegation("RelatedPerson/r")}), ["not-own-record"])
	refuses(ask({"subject": {"fhirUser": "RelatedPerson/r"}, "patient": delegation("RelatedPerson/r")}), ["no-relation"])
}

test_delegate_agrees_to_nothing if {
	allows(as_relative({"operation": "consents.read", "patient": delegation("RelatedPerson/r")}), "delegate")
	refuses(as_relative({"operation": "consents.choose", "patient": delegation("RelatedPerson/r")}), ["not-own-record"])
}
