package keneyapp.access_test

import data.keneyapp.access

with_grant(changes) := ask(object.union(running, changes))

test_reading_in_emergency if {
	every role in ["doctor", "nurse", "pharmacist"] {
		allows(with_grant({"subject": {"role": role}}), "emergency")
	}
	every kind in ["care", "sharing"] { allows(with_grant({"patient": refusing(kind, recent)}), "emergency") }
	refuses(ask({}), ["no-relation"])
	refuses(with_grant({"subject": {"role": "radiologist"}}), ["no-relation"])
}

test_emergency_gives_no_new_rights if {
	refuses(with_grant({"subject": {"role": "pharmacist"}, "operation": "documents.read"}), ["role"])
	refuses(with_grant({"operation": "audit.read"}), ["role"])
	refuses(with_grant({"subject": {"role": "secretary"}}), ["role"])
	refuses(with_grant({"subject": {"role": "patient", "fhirUser": "Patient/q"}}), ["not-own-record"])
}

test_emergency_ends if {
	allows(ask(granted("2026-06-10T12:00:01Z")), "emergency")
	refuses(ask(granted("2026-06-10T12:00:00Z")), ["no-relation"])
	refuses(ask(granted("2026-06-10T11:00:00Z")), ["no-relation"])
	refuses(ask(granted("never")), ["no-relation"])
}

test_emergency_is_of_one_patient if {
	refuses(with_grant({"grant": {"patientId": "other"}}), ["no-relation"])
	refuses(with_grant({"grant": {"patientId": ""}}), ["no-relation"])
}

test_emergency_of_nobody if {
	refuses(with_grant({"subject": {"fhirUser": null}}), ["no-relation"])
	refuses(with_grant({"subject": {"fhirUser": "Patient/p"}}), ["no-relation"])
	refuses(with_grant({"subject": {"fhirUser": null}, "operation": "vitals.record"}), ["no-relation"])
}

test_vital_signs_alone_are_written_in_emergency if {
	every operation in ["vitals.correct", "vitals.mark-entered-in-error", "vitals.choose-scale", "consents.choose"] {
		refuses(with_grant({"operation": operation}), ["emergency-read-only"])
	}
	every feature in ["vitals", "drafts", "consents"] {
		allows(with_grant({"operation": concat(".", [feature, "read"])}), "emergency")
	}
	every role in ["doctor", "nurse"] {
		allows(with_grant({"subject": {"role": role}, "operation": "vitals.record"}), "emergency")
	}
	refuses(with_grant({"subject": {"role": "pharmacist"}, "operation": "vitals.record"}), ["role"])
	refuses(ask({"operation": "vitals.record"}), ["no-relation"])
	allows(with_grant({"operation": "vitals.record", "patient": on_ward}), "unit")
}

# What is written under an emergency access, written out once more: opening more is a decision and not a slip. Vital signs, and
# what is typed on the way to them, which is nobody's but one's own.
written_in_emergency := {"vitals.record", "drafts.save", "drafts.discard"}

test_written_in_emergency_is_what_is_written_here if {
	written_in_emergency == {name |
		some name, listed in access.operations
		listed.emergency
		listed.action != "R"
	}
}

# Every operation that needs a tie, for everybody who may hold a grant: it opens what says so, and nothing else.
test_emergency_opens_what_says_so if {
	every name, listed in access.operations {
		every role in ["doctor", "nurse", "pharmacist"] {
			is_as_marked(with_grant({"subject": {"role": role}, "operation": name}), role, listed)
		}
	}
}

is_as_marked(decision, role, listed) if {
	listed.roles[role] == "tied"
	listed.emergency
	allows(decision, "emergency")
}

is_as_marked(decision, role, listed) if {
	listed.roles[role] == "tied"
	not listed.emergency
	refuses(decision, ["emergency-read-only"])
}

# What the role has without a tie rests on the role, and what it has not stays closed.
is_as_marked(decision, role, listed) if {
	listed.roles[role] in {"any", "glass"}
	allows(decision, "role")
}

is_as_marked(decision, role, listed) if {
	not listed.roles[role]
	refuses(decision, ["role"])
}

test_objection_stands_in_emergency if {
	refuses(with_grant({"patient": objection}), ["objection"])
	refuses(with_grant({"operation": "vitals.record", "patient": objection}), ["objection"])
}

suspended := {"subject": {"emergencySuspended": true}}

test_suspended_grant_opens_nothing if {
	refuses(with_grant(suspended), ["emergency-suspended"])
	refuses(ask(suspended), ["no-relation"])
	refuses(with_grant(object.union(suspended, {"operation": "vitals.record"})), ["emergency-suspended"])
	refuses(with_grant(object.union(suspended, {"operation": "vitals.correct"})), ["no-relation"])
	refuses(ask(object.union(suspended, granted("2026-06-10T11:00:00Z"))), ["no-relation"])
	allows(ask(object.union(suspended, {"patient": with_team})), "care-team")
}

test_breaking_the_glass if {
	glass := {"operation": "emergency.request"}
	every role in ["doctor", "nurse", "pharmacist"] { allows(ask(object.union(glass, {"subject": {"role": role}})), "role") }
	allows(ask(object.union(glass, {"patient": refusing("care", on_ward)})), "role")
	every role in ["radiologist", "secretary", "dpo", "admin"] {
		refuses(ask(object.union(glass, {"subject": {"role": role}})), ["role"])
	}
	refuses(ask(object.union(glass, suspended)), ["emergency-suspended"])
	refuses(ask(object.union(glass, object.union(suspended, {"patient": with_team}))), ["emergency-suspended"])
	refuses(ask(object.union(glass, {"patient": objection})), ["objection"])
	refuses(ask(object.union(glass, {"patient": object.union(with_team, objection)})), ["objection"])
	refuses(ask(object.union(glass, {"subject": {"fhirUser": null}})), ["no-relation"])
}

test_own_emergency_accesses_seen if {
	allows(ask({"operation": "emergency.read"}), "role")
	allows(ask(object.union(suspended, {"operation": "emergency.read"})), "role")
	refuses(ask({"operation": "emergency.read", "patient": objection}), ["objection"])
	refuses(ask({"subject": {"role": "radiologist"}, "operation": "emergency.read"}), ["role"])
}

may_break(changes) := ask(changes).mayBreakGlass

test_told_that_the_glass_may_be_broken if {
	every role in ["doctor", "nurse", "pharmacist"] { may_break({"subject": {"role": role}}) }
	may_break({"patient": refusing("care", on_ward)})
	may_break({"patient": refusing("sharing", recent)})
	may_break({"operation": "vitals.record"})
}

test_not_told_when_it_would_not_help if {
	not may_break({"patient": with_team})
	not may_break(suspended)
	not may_break({"patient": objection})
	not may_break({"subject": {"fhirUser": null}})
	not may_break({"operation": "audit.read"})
	not may_break({"patient": null, "operation": "vitals.record"})
	not may_break(object.union(running, {"operation": "vitals.correct"}))
	every role in ["radiologist", "secretary", "dpo", "admin", "data-manager"] { not may_break({"subject": {"role": role}}) }
	not may_break({"subject": {"role": "patient", "fhirUser": "Patient/q"}})
}
