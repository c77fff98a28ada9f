package keneyapp.access_test

refusing(kind, facts) := object.union(facts, denying(kind))

test_sharing_refused_closes_what_is_beyond_the_stay if {
	refuses(ask({"patient": refusing("sharing", recent)}), ["consent-sharing"])
	refuses(ask({"patient": refusing("sharing", visit)}), ["consent-sharing"])
	refuses(ask_about("radiologist", refusing("sharing", image)), ["consent-sharing"])
	refuses(ask_about("pharmacist", refusing("sharing", prescribed)), ["consent-sharing"])
}

test_sharing_refused_leaves_who_cares if {
	allows(ask({"patient": refusing("sharing", with_team)}), "care-team")
	allows(ask({"patient": refusing("sharing", named)}), "encounter")
	allows(ask({"patient": refusing("sharing", on_ward)}), "unit")
	allows(ask_about("nurse", refusing("sharing", on_ward)), "unit")
	allows(ask_about("pharmacist", refusing("sharing", on_ward)), "encounter")
}

test_care_refused_leaves_who_cares_in_person if {
	every role in ["doctor", "nurse", "pharmacist"] {
		allows(ask_about(role, refusing("care", with_team)), "care-team")
		allows(ask_about(role, refusing("care", named)), "encounter")
	}
	every facts in [on_ward, recent, visit] { refuses(ask({"patient": refusing("care", facts)}), ["consent-care"]) }
	refuses(ask_about("nurse", refusing("care", on_ward)), ["consent-care"])
	refuses(ask_about("radiologist", refusing("care", image)), ["consent-care"])
	refuses(ask_about("pharmacist", refusing("care", on_ward)), ["consent-care"])
	refuses(ask_about("pharmacist", refusing("care", prescribed)), ["consent-care"])
}

test_both_refused_says_both if {
	both := {"consents": [consent("care", "deny", []), consent("sharing", "deny", [])]}
	refuses(ask({"patient": object.union(recent, both)}), ["consent-care", "consent-sharing"])
	refuses(ask({"patient": object.union(on_ward, both)}), ["consent-care"])
	refuses(ask({"patient": both}), ["no-relation"])
}

test_refusal_beats_permission if {
	said := [consent("care", "permit", []), consent("care", "deny", []), consent("care", "permit", [])]
	refuses(ask({"patient": object.union(on_ward, {"consents": said})}), ["consent-care"])
	allows(ask({"patient": object.union(on_ward, {"consents": [consent("care", "permit", [])]})}), "unit")
}

test_other_kinds_close_nothing if {
	every kind in ["research", "portal", "delegation"] { allows(ask({"patient": refusing(kind, on_ward)}), "unit") }
}

dated(kind, decision, from, until) := {"consents": [object.union(
	consent(kind, decision, ["RelatedPerson/r"]),
	{"from": from, "until": until},
)]}

test_refusal_in_its_time if {
	every time in [
		[null, null], ["2026-06-10T12:00:00Z", null], ["2026-01-01T00:00:00Z", "2026-06-10T12:00:01Z"],
		["someday", null], [null, "2026-06-31T00:00:00Z"], [null, "9999-12-31T23:59:59Z"],
	] {
		refuses(ask({"patient": object.union(on_ward, dated("care", "deny", time[0], time[1]))}), ["consent-care"])
	}
	every time in [["2026-06-10T12:00:01Z", null], [null, "2026-06-10T12:00:00Z"], ["someday", "2026-06-10T12:00:00Z"]] {
		allows(ask({"patient": object.union(on_ward, dated("care", "deny", time[0], time[1]))}), "unit")
	}
}

test_permission_in_its_time if {
	every time in [[null, null], ["2026-06-10T12:00:00Z", null], ["2026-01-01T00:00:00Z", "2026-06-10T12:00:01Z"]] {
		allows(as_relative({"patient": dated("delegation", "permit", time[0], time[1])}), "delegate")
	}
	every time in [
		["2026-06-10T12:00:01Z", null], [null, "2026-06-10T12:00:00Z"], ["someday", null], [null, "someday"],
		[null, "9999-12-31T23:59:59Z"],
	] {
		refuses(as_relative({"patient": dated("delegation", "permit", time[0], time[1])}), ["not-own-record"])
	}
}

test_delegation_withdrawn if {
	given := consent("delegation", "permit", ["RelatedPerson/r"])
	every actors in [[], ["RelatedPerson/r"]] {
		refuses(as_relative({"patient": {"consents": [given, consent("delegation", "deny", actors)]}}), ["not-own-record"])
	}
	allows(as_relative({"patient": {"consents": [given, consent("delegation", "deny", ["RelatedPerson/other"])]}}), "delegate")
}

test_portal_closed if {
	refuses(as_patient({"patient": denying("portal")}), ["portal-closed"])
	closed_by_patient := {"consents": [consent("delegation", "permit", ["RelatedPerson/r"]), consent("portal", "deny", [])]}
	refuses(as_relative({"patient": closed_by_patient}), ["portal-closed"])
	refuses(as_patient({"subject": {"fhirUser": "Patient/q"}, "patient": denying("portal")}), ["not-own-record"])
	allows(as_patient({"patient": {"consents": [consent("portal", "permit", [])]}}), "own")
	allows(as_patient({"patient": {"consents": [consent("care", "deny", []), consent("sharing", "deny", [])]}}), "own")
}

test_objection_closes_every_tie if {
	every facts in [with_team, named, on_ward, recent, visit] {
		refuses(ask({"patient": object.union(facts, objection)}), ["objection"])
	}
	refuses(ask_about("nurse", object.union(with_team, objection)), ["objection"])
	refuses(ask_about("pharmacist", object.union(prescribed, objection)), ["objection"])
	refuses(ask_about("radiologist", object.union(image, objection)), ["objection"])
	refuses(ask({"patient": objection}), ["objection"])
}

test_objection_leaves_identity if {
	allows(ask({"operation": "patients.read", "patient": objection}), "role")
	refuses(ask({"operation": "appointments.read", "patient": objection}), ["objection"])
	refuses(ask({"subject": {"role": "secretary"}, "operation": "consents.choose", "patient": objection}), ["objection"])
}

test_objection_is_to_those_it_names if {
	others := {"consents": [consent("objection", "deny", ["Practitioner/other"])]}
	allows(ask({"patient": object.union(with_team, others)}), "care-team")
	allows(ask({"patient": object.union(with_team, {"consents": [consent("objection", "permit", [me])]})}), "care-team")
	allows(ask({"patient": object.union(with_team, {"consents": [consent("objection", "deny", [])]})}), "care-team")
	allows(ask({"patient": object.union(with_team, {"consents": [consent("care", "deny", [me])]})}), "care-team")
}

test_objection_to_a_service_is_to_its_people if {
	to_mine := {"consents": [consent("objection", "deny", ["Organization/ward"])]}
	refuses(ask({"patient": object.union(with_team, to_mine)}), ["objection"])
	refuses(ask_about("nurse", object.union(with_team, to_mine)), ["objection"])
	allows(ask({"subject": {"units": []}, "patient": object.union(with_team, to_mine)}), "care-team")
	others := {"consents": [consent("objection", "deny", ["Organization/elsewhere"])]}
	allows(ask({"patient": object.union(with_team, others)}), "care-team")
	allows(as_patient({"subject": {"units": ["Organization/ward"]}, "patient": to_mine}), "own")
}

test_objection_to_relatives_not_to_oneself if {
	both := {"consents": [consent("delegation", "permit", ["RelatedPerson/r"]), consent("objection", "deny", ["RelatedPerson/r"])]}
	refuses(as_relative({"patient": both}), ["objection"])
	refuses(as_relative({"patient": {"consents": [both.consents[1]]}}), ["not-own-record"])
	allows(as_patient({"patient": {"consents": [consent("objection", "deny", ["Patient/p"])]}}), "own")
}
