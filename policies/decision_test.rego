package keneyapp.access_test

import data.keneyapp.access

closed := {
	"allow": false, "basis": null, "reasons": ["policy-unavailable"],
	"obligations": {"hideLabels": [], "releasedOnly": true}, "mayBreakGlass": false,
}

test_decisions_in_order if {
	answers := access.decisions with input as {"requests": [
		object.union(asked, {"patient": with_team}), asked, {}, object.union(asked, {"patient": on_ward}),
	]}
	[answer.basis | some answer in answers] == ["care-team", null, null, "unit"]
}

test_no_requests_no_decisions if {
	access.decisions == [] with input as {}
	access.decisions == [] with input as {"requests": null}
	access.decisions == [] with input as {"requests": "all"}
	access.decisions == [] with input as {"requests": {"first": asked}}
	access.decisions == [] with input as null
}

test_request_that_is_no_object_denied if {
	answers := access.decisions with input as {"requests": [null, "x", 7, [], true]}
	answers == [closed, closed, closed, closed, closed]
}

test_missing_part_denied if {
	every key in object.keys(asked) {
		decided(object.remove(object.union(asked, {"patient": with_team}), [key])) == closed
	}
}

test_missing_part_of_subject_denied if {
	every key in object.keys(asked.subject) {
		decided(object.union(
			object.remove(asked, ["subject"]),
			{"patient": object.union(patient_p, with_team), "subject": object.remove(asked.subject, [key])},
		)) == closed
	}
}

test_missing_part_of_patient_denied if {
	every key in object.keys(patient_p) {
		decided(object.union(
			object.remove(asked, ["patient"]),
			{"patient": object.remove(object.union(patient_p, with_team), [key])},
		)) == closed
	}
}

test_wrong_kind_denied if {
	every change in [
		{"now": "now"}, {"now": "2026-06-10"}, {"now": 1}, {"now": null}, {"operation": null}, {"operation": 7}, {"operation": {}},
		{"subject": {"role": null}}, {"subject": {"fhirUser": 7}}, {"subject": {"units": "Organization/ward"}},
		{"subject": {"units": [null]}},
		{"subject": {"units": {"ward": "Organization/ward"}}}, {"subject": {"emergencySuspended": "false"}}, {"subject": {"emergencySuspended": null}},
		{"patient": {"id": ""}}, {"patient": {"id": null}}, {"patient": {"consents": {}}}, {"patient": {"consents": [null]}},
		{"patient": {"consents": [{"kind": "objection"}]}}, {"patient": {"careTeam": me}}, {"patient": {"prescriptions": 1}},
		{"patient": {"consents": [consent("other", "deny", [])]}}, {"patient": {"consents": [consent("care", "maybe", [])]}},
		{"patient": {"consents": [consent("care", "deny", null)]}},
		{"patient": dated("care", "permit", 7, null)}, {"patient": dated("care", "permit", null, false)}, {"patient": {"encounters": null}},
		{"patient": {"appointments": null}}, {"patient": {"imaging": "CT"}}, {"grant": {}}, {"grant": "yes"},
		{"grant": {"patientId": "p"}}, {"grant": {"patientId": 1, "expiresAt": "2026-06-10T12:30:00Z"}}, {"patient": []},
	] {
		ask(change) == closed
	}
}

# An entry that cannot be read ties nobody, and does no harm to the others.
test_unreadable_facts_tie_nobody if {
	refuses(
		ask({"patient": {
			"encounters": [null, {}, stay({"isCurrent": "true", "units": ["Organization/ward"]}), stay({"units": null})],
			"appointments": [null, {}, {"start": "tomorrow", "actors": [me]}], "imaging": [null, {}],
			"prescriptions": [null, {}],
		}}),
		["no-relation"],
	)
	allows(ask({"patient": {"encounters": [null, stay({"participants": [me]})]}}), "encounter")
}

test_strongest_tie_carries_decision if {
	everything := object.union(prescribed, object.union(visit, object.union(named, on_ward)))
	allows(ask({"patient": object.union(everything, with_team)}), "care-team")
	allows(ask({"patient": {"encounters": array.concat(on_ward.encounters, named.encounters)}}), "encounter")
	allows(ask({"patient": object.union(visit, on_ward)}), "unit")
	allows(ask({"patient": object.union(visit, recent)}), "recent-stay")
}
